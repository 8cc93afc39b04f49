// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.JavaConverters;

/**
 * Finds replacement characters, which represent bytes that are invalid in the encoding. Runs in
 * executors.
 */
public final class ReplacementCharacters {

  private static final long FIRST_BYTES = 0xEFEFEFEFEFEFEFEFL;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private static final UTF8String JAVAS =
      UTF8String.fromString(String.valueOf(StrictCharset.JAVAS_MARK));
  private static final UTF8String OURS = UTF8String.fromString(String.valueOf(StrictCharset.MARK));

  private ReplacementCharacters() {}

  /** Whether a text has Java's replacement character. */
  public static boolean hasJavas(UTF8String text) {
    return mayHaveOne(text) && text.contains(JAVAS);
  }

  /** Whether a text has the replacement character of {@link StrictCharset}. */
  public static boolean hasOurs(UTF8String text) {
    return mayHaveOne(text) && text.contains(OURS);
  }

  /**
   * Whether the text has the byte with which both characters begin; checks eight bytes at a time.
   */
  private static boolean mayHaveOne(UTF8String text) {
    Object base = text.getBaseObject();
    long offset = text.getBaseOffset();
    int length = text.numBytes();
    int at = 0;
    for (; at <= length - Long.BYTES; at += Long.BYTES) {
      long others = Platform.getLong(base, offset + at) ^ FIRST_BYTES;
      if (((others - LOW_BITS) & ~others & HIGH_BITS) != 0) {
        return true;
      }
    }
    for (; at < length; at++) {
      if (Platform.getByte(base, offset + at) == (byte) FIRST_BYTES) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a column's text has a replacement character; null for nulls.
   *
   * @param ours whether to look for that of {@link StrictCharset} instead of Java's
   */
  static Column in(Column text, boolean ours) {
    List<Expression> arguments = List.of(text.expr());
    List<AbstractDataType> none = List.of();
    return new Column(
        new StaticInvoke(
            ReplacementCharacters.class,
            DataTypes.BooleanType,
            ours ? "hasOurs" : "hasJavas",
            JavaConverters.asScalaBuffer(arguments).toSeq(),
            JavaConverters.asScalaBuffer(none).toSeq(),
            true,
            false,
            true));
  }
}
