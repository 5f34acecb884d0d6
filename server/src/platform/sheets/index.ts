/** Tables as files: workbooks made while they are sent, several tables in one. */
export { tableBytes, type Table } from './tables.ts';
export { writeSheets, writeWorkbook, XLSX_TYPE, type SheetOfLines } from './workbook.ts';
