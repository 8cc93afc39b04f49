// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work.digest;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** The hash of a value with ordered parts: an array or a struct. */
abstract class PartsHash extends ValueHash {

  private static final long serialVersionUID = 1L;

  private PartsHash(Kind kind) {
    super(kind);
  }

  /** The parts of a value. */
  abstract SpecializedGetters parts(SpecializedGetters row, int i);

  abstract int count(SpecializedGetters parts);

  /** The hash function of a part. */
  abstract ValueHash part(int n);

  /** The hash before the first part. */
  abstract long begun(int count, long before);

  /** The hash on which the weights of floating-point numbers in a part depend. */
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

  /**
   * The hash of an array. It includes the length, so that the end of the array and the next value
   * are not confused.
   */
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

    /** Includes the position, because all elements share one sum, which must show their order. */
    @Override
    long ofPart(int n, long hash) {
      return XXH64.hashLong(n, hash);
    }
  }

  /** The hash of a struct. */
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
