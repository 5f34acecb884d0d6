import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

export type JsonSchema = { readonly [key: string]: unknown };

/** Turns zod schemas into JSON schemas; those with `.meta({ id })` become components that are referred to. */
export class SchemaBook {
  readonly #components = new Map<string, JsonSchema>();

  schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const {
      $schema: _,
      $defs = {},
      ...root
    } = z.toJSONSchema(schema, {
      io,
      // What JSON schema cannot say is shown as anything.
      unrepresentable: 'any',
      override: ({ jsonSchema }) => {
        // Readers of answers must expect fields of newer releases.
        if (io === 'output') delete jsonSchema.additionalProperties;
      },
    }) as JsonSchema & { $defs?: Record<string, JsonSchema> };
    const names = new Map(Object.entries($defs).map(([id, definition]) => [id, this.#nameOf(id, definition, $defs)]));
    for (const [id, definition] of Object.entries($defs)) {
      this.#components.set(names.get(id)!, renamed(definition, names) as JsonSchema);
    }
    return renamed(root, names) as JsonSchema;
  }

  parametersOf(schema: unknown, where: 'path' | 'query') {
    if (!(schema instanceof z.ZodObject)) return [];
    const { properties = {}, required = [] } = this.schemaOf(schema, 'input') as {
      properties?: Record<string, JsonSchema>;
      required?: string[];
    };
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      schema: property,
    }));
  }

  components(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.#components].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  #nameOf(id: string, definition: JsonSchema, all: Readonly<Record<string, JsonSchema>>): string {
    const known = this.#components.get(id);
    const same = new Map(Object.keys(all).map((name) => [name, name]));
    return known === undefined || isDeepStrictEqual(known, renamed(definition, same)) ? id : `${id}Request`;
  }
}

const HERE = '#/$defs/';

function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key !== '$ref' || typeof inner !== 'string' || !inner.startsWith(HERE)) return [key, renamed(inner, names)];
      const id = inner.slice(HERE.length);
      return [key, `#/components/schemas/${names.get(id) ?? id}`];
    }),
  );
}
