// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work.digest;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** The hash of a value that has parts in an order: an array or a struct. */
abstract class PartsHash extends ValueHash {

  private static final long serialVersionUID = 1L;

  private PartsHash(Kind kind) {
    super(kind);
  }

  /** The parts of a value. */
  abstract SpecializedGetters parts(SpecializedGetters row, int i);

  abstract int count(SpecializedGetters parts);

  /** How a part is hashed. */
  abstract ValueHash part(int n);

  /** What goes into the hash before the parts. */
  abstract long begun(int count, long before);

  /** What the weights of floating-point numbers in a part depend on. */
  abstract long ofPart(int n, long hash);

  @Override
  final long of(SpecializedGetters row, int i, long before) {
    SpecializedGetters parts = parts(row, i);
    int count = count(parts);
    long hash = begun(count, before);
    for (int n = 0; n < count; n++) {
      hash = part(n).hash(parts, n, hash);
    }
    return hash;
  }

  @Override
  final void floats(SpecializedGetters row, int i, long hash, FloatSums[] sums) {
    SpecializedGetters parts = parts(row, i);
    int count = count(parts);
    for (int n = 0; n < count; n++) {
      part(n).addFloats(parts, n, ofPart(n, hash), sums);
    }
  }

  /** That of an array: its length goes into it, since the next value may follow. */
  static final class OfArray extends PartsHash {

    private static final long serialVersionUID = 1L;

    private final ValueHash element;

    OfArray(ValueHash element) {
      super(Kind.ARRAY);
      this.element = element;
    }

    @Override
    SpecializedGetters parts(SpecializedGetters row, int i) {
      return row.getArray(i);
    }

    @Override
    int count(SpecializedGetters parts) {
      return ((ArrayData) parts).numElements();
    }

    @Override
    ValueHash part(int n) {
      return element;
    }

    @Override
    long begun(int count, long before) {
      return XXH64.hashLong(count, before);
    }

    /** All elements have one sum, in which their order has to show. */
    @Override
    long ofPart(int n, long hash) {
      return XXH64.hashLong(n, hash);
    }
  }

  /** That of a struct. */
  static final class OfStruct extends PartsHash {

    private static final long serialVersionUID = 1L;

    private final ValueHash[] fields;

    OfStruct(ValueHash[] fields) {
      super(Kind.STRUCT);
      this.fields = fields;
    }

    @Override
    SpecializedGetters parts(SpecializedGetters row, int i) {
      return row.getStruct(i, fields.length);
    }

    @Override
    int count(SpecializedGetters parts) {
      return fields.length;
    }

    @Override
    ValueHash part(int n) {
      return fields[n];
    }

    @Override
    long begun(int count, long before) {
      return before;
    }

    @Override
    long ofPart(int n, long hash) {
      return hash;
    }
  }
}
