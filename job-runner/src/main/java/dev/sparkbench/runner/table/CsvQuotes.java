// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import com.univocity.parsers.csv.CsvParser;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** What the quotes in a sample of CSV records mean. */
final class CsvQuotes {

  private CsvQuotes() {}

  /**
   * Whether quotes inside of quotes are escaped by a backslash, although the options say that they
   * are doubled.
   */
  static boolean areEscapedByBackslash(ReadOptions options, List<String> records) {
    String quote = options.option("quote", "\"");
    if (quote.isEmpty() || !options.option("escape", "\\").equals(quote)) {
      return false;
    }
    String q = Pattern.quote(quote);
    String d = Pattern.quote(options.delimiter());
    // The first quote within a field that begins with one.
    Pattern escaped =
        Pattern.compile(
            "(?:^|%2$s)%1$s[^%3$s]*\\\\%1$s(?!%1$s|%2$s|\\s|$)".formatted(q, d, classOf(quote)));
    Pattern doubled = Pattern.compile("[^%2$s]%1$s%1$s[^%2$s]".formatted(q, classOf(quote)));
    return records.stream().anyMatch(record -> escaped.matcher(record).find())
        && records.stream()
            .noneMatch(record -> record.contains(quote + quote) && doubled.matcher(record).find());
  }

  private static String classOf(String quote) {
    return "\\" + quote;
  }

  /**
   * Whether an empty text in quotes is an empty text. It is not if all values of the data are in
   * quotes, because then a missing value looks the same.
   *
   * @param fields the columns in the order of the records' fields
   * @param records records without the header line
   */
  static boolean tellEmptyTexts(
      ReadOptions options, SparkSession spark, List<StructField> fields, List<String> records) {
    String quote = options.option("quote", "\"");
    if (quote.isEmpty()) {
      return false;
    }
    CsvParser parser = options.quotingCsvParser(spark);
    boolean bare = false;
    for (String record : records) {
      if (!record.contains(quote)) {
        bare |= !record.isBlank();
        continue;
      }
      String[] values = parser.parseLine(record);
      for (int i = 0; values != null && i < Math.min(values.length, fields.size()); i++) {
        boolean quoted = values[i] != null && values[i].startsWith(quote);
        if (quoted && !fields.get(i).dataType().equals(DataTypes.StringType)) {
          return false;
        }
        bare |= !quoted && values[i] != null && !values[i].isEmpty();
      }
    }
    return bare;
  }
}
