package dev.sparkbench.runner.profile;

import dev.sparkbench.runner.profile.ColumnType.Form;
import dev.sparkbench.runner.statistics.Frequent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;

/** The table of frequent values. */
final class FrequentPart extends Part {

  private static final long serialVersionUID = 1L;

  // 16 bytes each, and with the values themselves up to three times that.
  private static final int SLOT_BITS = 11;
  private static final int SLOT_BITS_WITH_VALUES = 10;

  // Longer texts are cut, so that a table stays small.
  private static final int BYTES_KEPT = 64;

  private final ColumnType type;
  private final Frequent frequent;

  FrequentPart(ColumnType type) {
    this.type = type;
    this.frequent = new Frequent(keepsValues() ? SLOT_BITS_WITH_VALUES : SLOT_BITS, keepsValues());
  }

  private boolean keepsValues() {
    return type.isHashed() || type.form() == Form.LARGE_DECIMAL;
  }

  @Override
  void add(Batch batch) {
    if (keepsValues()) {
      frequent.add(batch.hashes(), batch.weights, batch.entries, bytes(batch));
    } else {
      frequent.add(batch.keys, batch.size, batch.loners);
    }
  }

  private IntFunction<byte[]> bytes(Batch batch) {
    return switch (type.form()) {
      case TEXT -> i -> cut(batch.vector.getUTF8String(batch.rowOfEntry[i]).getBytes());
      case BINARY -> i -> cut(batch.vector.getBinary(batch.rowOfEntry[i]));
      default -> i -> batch.unscaled[i].toByteArray();
    };
  }

  /** One byte more than is shown tells that there was more. */
  private static byte[] cut(byte[] bytes) {
    return bytes.length <= BYTES_KEPT
        ? bytes.clone()
        : java.util.Arrays.copyOf(bytes, BYTES_KEPT + 1);
  }

  @Override
  void finish(Batch scratch) {
    frequent.finish();
  }

  @Override
  void merge(Part other) {
    frequent.merge(((FrequentPart) other).frequent);
  }

  /** The most frequent values, as far as they are known. */
  TopValues top(int limit) {
    List<TopValues.Entry> entries =
        frequent.top(limit).stream()
            .map(entry -> new TopValues.Entry(value(entry), entry.count()))
            .toList();
    return new TopValues(entries, frequent.error());
  }

  private Object value(Frequent.Entry entry) {
    return switch (type.form()) {
      case TEXT -> text(entry.value());
      case BINARY -> entry.value();
      case LARGE_DECIMAL -> new BigDecimal(new BigInteger(entry.value()), type.scale());
      default -> type.value(entry.key());
    };
  }

  private static String text(byte[] bytes) {
    if (bytes.length <= BYTES_KEPT) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    int end = BYTES_KEPT;
    // Not in the middle of a character.
    while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + "…";
  }
}
