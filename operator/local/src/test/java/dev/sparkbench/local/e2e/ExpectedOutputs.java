// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparkbench.local.SalesDataset;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The outputs of the descriptive tasks computed without Spark, as numbers by their place in the
 * document, such as {@code /min_max_mean/unit_price/mean}.
 */
final class ExpectedOutputs {

  private static final int MORE_DIGITS = 4;
  private static final ObjectMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private ExpectedOutputs() {}

  static Map<String, BigDecimal> of(byte[] csv) {
    List<String> lines = new String(csv, StandardCharsets.US_ASCII).lines().toList();
    List<String[]> rows =
        lines.subList(1, lines.size()).stream().map(line -> line.split(",", -1)).toList();
    Map<String, BigDecimal> expected = new TreeMap<>();
    expected.put("/row_count/rows", BigDecimal.valueOf(rows.size()));
    String[] columns = SalesDataset.SCHEMA.split(", ");
    for (int i = 0; i < columns.length; i++) {
      int column = i;
      String[] nameAndType = columns[i].split(" ");
      List<BigDecimal> values =
          rows.stream()
              .map(row -> row[column])
              .filter(value -> !value.isEmpty())
              .filter(value -> isNumber(nameAndType[1]))
              .map(BigDecimal::new)
              .toList();
      if (isNumber(nameAndType[1])) {
        putMinMaxMean(expected, nameAndType[0], nameAndType[1], values);
      }
      long nulls = rows.stream().filter(row -> row[column].isEmpty()).count();
      expected.put(
          "/null_percentage/" + nameAndType[0],
          nearestDouble(BigDecimal.valueOf(100 * nulls), rows.size()));
    }
    return expected;
  }

  /** The numbers of a run's document, below {@code outputs}. */
  static Map<String, BigDecimal> read(byte[] document) throws Exception {
    Map<String, BigDecimal> numbers = new TreeMap<>();
    flatten("", EXACT.readTree(document).path("outputs"), numbers);
    return numbers;
  }

  static JsonNode parse(byte[] document) throws Exception {
    return EXACT.readTree(document);
  }

  private static void putMinMaxMean(
      Map<String, BigDecimal> expected, String name, String type, List<BigDecimal> values) {
    String place = "/min_max_mean/" + name;
    BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal min = values.stream().min(Comparator.naturalOrder()).orElseThrow();
    expected.put(place + "/min", min);
    expected.put(place + "/max", values.stream().max(Comparator.naturalOrder()).orElseThrow());
    expected.put(
        place + "/mean",
        type.startsWith("DECIMAL")
            ? sum.divide(
                BigDecimal.valueOf(values.size()), min.scale() + MORE_DIGITS, RoundingMode.HALF_UP)
            : nearestDouble(sum, values.size()));
  }

  private static BigDecimal nearestDouble(BigDecimal dividend, int divisor) {
    double quotient =
        dividend.divide(BigDecimal.valueOf(divisor), MathContext.DECIMAL128).doubleValue();
    return new BigDecimal(Double.toString(quotient));
  }

  private static boolean isNumber(String type) {
    return type.equals("INT") || type.equals("BIGINT") || type.startsWith("DECIMAL");
  }

  private static void flatten(String place, JsonNode node, Map<String, BigDecimal> numbers) {
    if (node.isNumber()) {
      numbers.put(place, node.decimalValue());
    } else {
      node.properties()
          .forEach(field -> flatten(place + "/" + field.getKey(), field.getValue(), numbers));
    }
  }
}
