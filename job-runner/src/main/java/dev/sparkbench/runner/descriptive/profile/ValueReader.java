// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import dev.sparkbench.runner.descriptive.statistics.Hashes;
import dev.sparkbench.runner.descriptive.statistics.Keys;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Copies values from Spark's vectors, with one tight loop per form. */
final class ValueReader {

  private static final long SEED = 42;

  private final ColumnType type;
  private final boolean hashes;
  private final boolean lengths;

  /**
   * Creates a reader of a column.
   *
   * @param hashes whether hashes are needed, for texts and for values without a key
   * @param lengths whether lengths are needed
   */
  ValueReader(ColumnType type, boolean hashes, boolean lengths) {
    this.type = type;
    this.hashes = hashes;
    this.lengths = lengths;
  }

  /** Fills the batch's arrays. */
  void read(Batch batch) {
    ColumnVector vector = batch.vector;
    switch (type.form()) {
      case INTEGER -> integers(vector, batch);
      case FLOAT -> floats(vector, batch);
      case DOUBLE -> doubles(vector, batch);
      case DECIMAL -> decimals(vector, batch, (DecimalType) type.type());
      case BOOLEAN -> booleans(vector, batch);
      case DATE, MONTHS -> ints(vector, batch);
      case TIMESTAMP, LOCAL_TIMESTAMP, MICROSECONDS -> longs(vector, batch);
      case LARGE_DECIMAL -> largeDecimals(vector, batch, (DecimalType) type.type());
      case TEXT -> texts(vector, batch);
      case BINARY -> binaries(vector, batch);
      case COLLECTION, OPAQUE -> others(vector, batch);
    }
  }

  private void integers(ColumnVector vector, Batch batch) {
    if (type.type() instanceof IntegerType) {
      ints(vector, batch);
    } else if (type.type() instanceof ShortType) {
      for (int i = 0; i < batch.size; i++) {
        batch.keys[i] = vector.getShort(batch.row[i]);
      }
    } else if (type.type() instanceof ByteType) {
      for (int i = 0; i < batch.size; i++) {
        batch.keys[i] = vector.getByte(batch.row[i]);
      }
    } else {
      longs(vector, batch);
    }
  }

  private static void ints(ColumnVector vector, Batch batch) {
    for (int i = 0; i < batch.size; i++) {
      batch.keys[i] = vector.getInt(batch.row[i]);
    }
  }

  private static void longs(ColumnVector vector, Batch batch) {
    for (int i = 0; i < batch.size; i++) {
      batch.keys[i] = vector.getLong(batch.row[i]);
    }
  }

  private static void booleans(ColumnVector vector, Batch batch) {
    for (int i = 0; i < batch.size; i++) {
      batch.keys[i] = vector.getBoolean(batch.row[i]) ? 1 : 0;
    }
  }

  private static void floats(ColumnVector vector, Batch batch) {
    for (int i = 0; i < batch.size; i++) {
      batch.doubles[i] = vector.getFloat(batch.row[i]);
    }
    keysOfDoubles(batch);
  }

  private static void doubles(ColumnVector vector, Batch batch) {
    for (int i = 0; i < batch.size; i++) {
      batch.doubles[i] = vector.getDouble(batch.row[i]);
    }
    keysOfDoubles(batch);
  }

  private static void keysOfDoubles(Batch batch) {
    for (int i = 0; i < batch.size; i++) {
      batch.keys[i] = Keys.ofDouble(batch.doubles[i]);
    }
  }

  private static void decimals(ColumnVector vector, Batch batch, DecimalType decimal) {
    if (!(vector instanceof WritableColumnVector) && !(vector instanceof ConstantColumnVector)) {
      // ORC's vectors, for example, do not have unscaled numbers.
      for (int i = 0; i < batch.size; i++) {
        batch.keys[i] =
            vector.getDecimal(batch.row[i], decimal.precision(), decimal.scale()).toUnscaledLong();
      }
    } else if (decimal.precision() <= Decimal.MAX_INT_DIGITS()) {
      ints(vector, batch);
    } else {
      longs(vector, batch);
    }
  }

  private static void largeDecimals(ColumnVector vector, Batch batch, DecimalType decimal) {
    for (int i = 0; i < batch.size; i++) {
      BigDecimal value =
          vector
              .getDecimal(batch.row[i], decimal.precision(), decimal.scale())
              .toJavaBigDecimal()
              .setScale(decimal.scale());
      BigInteger unscaled = value.unscaledValue();
      batch.unscaled[i] = unscaled;
      batch.keys[i] = Keys.ofDouble(value.doubleValue());
      batch.hashes[i] =
          Hashes.append(
              Hashes.mix(unscaled.longValue()), unscaled.shiftRight(Long.SIZE).longValue());
      batch.hashes[i] = Hashes.mix(batch.hashes[i]);
    }
    batch.setHashed();
  }

  private void texts(ColumnVector vector, Batch batch) {
    if (vector instanceof WritableColumnVector writable && writable.hasDictionary()) {
      batch.dictionary.group(writable.getDictionaryIds(), batch);
    }
    for (int i = 0; i < batch.entries; i++) {
      UTF8String text = vector.getUTF8String(batch.rowOfEntry[i]);
      if (hashes) {
        batch.hashes[i] =
            XXH64.hashUnsafeBytes(
                text.getBaseObject(), text.getBaseOffset(), text.numBytes(), SEED);
      }
      if (lengths) {
        batch.lengths[i] = CodePoints.count(text);
      }
    }
    batch.setHashed();
  }

  private void binaries(ColumnVector vector, Batch batch) {
    for (int i = 0; i < batch.entries; i++) {
      byte[] bytes = vector.getBinary(batch.rowOfEntry[i]);
      batch.lengths[i] = bytes.length;
      if (hashes) {
        batch.hashes[i] =
            XXH64.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length, SEED);
      }
    }
    batch.setHashed();
  }

  private void others(ColumnVector vector, Batch batch) {
    for (int i = 0; i < batch.size; i++) {
      Object value = complex(vector, batch.row[i]);
      if (value instanceof ArrayData array) {
        batch.lengths[i] = array.numElements();
      } else if (value instanceof MapData map) {
        batch.lengths[i] = map.numElements();
      }
      if (hashes) {
        batch.hashes[i] = NestedHash.of(value, type.type());
      }
    }
    batch.setHashed();
  }

  /** A nested value, or a value of a type without a form. */
  private Object complex(ColumnVector vector, int row) {
    if (type.type() instanceof ArrayType) {
      return vector.getArray(row);
    }
    if (type.type() instanceof MapType) {
      return vector.getMap(row);
    }
    if (type.type() instanceof StructType) {
      return vector.getStruct(row);
    }
    if (type.type() instanceof CalendarIntervalType) {
      return vector.getInterval(row);
    }
    // Without a hash of their own, all of them would be equal.
    throw new IllegalStateException("nothing is known of the values of type " + type.type());
  }
}
