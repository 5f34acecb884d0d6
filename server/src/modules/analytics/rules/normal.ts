/** Quantiles of the standard normal distribution: 97.5 % (two-sided 5 %) and 80 %. Presets of metrics.md. */
export const Z_TWO_SIDED_5 = 1.959963984540054;
export const Z_POWER_80 = 0.8416212335729143;
