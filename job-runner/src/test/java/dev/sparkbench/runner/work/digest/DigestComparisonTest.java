// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class DigestComparisonTest {

  private static final String BASE =
      """
      {"revenue": {"plan": "p1", "reproducible": true, "result": {"rows": 7, "hashes": "0a", "squares": "0b",
        "floats": [{"column": "price", "values": 7, "nan": 0, "positive_infinities": 0, "negative_infinities": 0, "sum": 1.0, "absolute": 1000.0}]}},
       "top": {"plan": "p2", "reproducible": true, "varies_by_ties": ["LIMIT"], "result": {"rows": 5, "hashes": "01", "squares": "02", "floats": []}},
       "drawn": {"reproducible": false, "result": {"rows": 1, "hashes": "05", "squares": "06", "floats": []}}}
      """;

  @Test
  void findsNothingWhereNothingDiffers() {
    assertThat(difference("\"p1\"", "\"p3\"")).isNull();
  }

  @Test
  void saysInWhichQueryAndWhat() {
    assertThat(difference("\"rows\": 7", "\"rows\": 8")).isEqualTo("revenue: 7 rows and 8 rows");
    assertThat(difference("\"0a\"", "\"0c\""))
        .isEqualTo("revenue: other values in columns that are not of floating-point numbers");
    assertThat(difference("\"0b\"", "\"0c\""))
        .isEqualTo("revenue: other values in columns that are not of floating-point numbers");
    assertThat(difference("\"nan\": 0", "\"nan\": 1"))
        .isEqualTo("revenue: 0 and 1 nan in column price");
    assertThat(difference("\"price\"", "\"cost\""))
        .isEqualTo("revenue: floating-point numbers in [price] and in [cost]");
  }

  @Test
  void comparesSumsRelativeToTheSizeOfWhatWasAdded() {
    assertThat(difference("\"sum\": 1.0", "\"sum\": 1.0000009")).isNull();
    assertThat(difference("\"sum\": 1.0", "\"sum\": 1.000002"))
        .isEqualTo(
            "revenue: other values in column price: their weighted sums are 1.0 and 1.000002");
    assertThat(difference("\"absolute\": 1000.0", "\"absolute\": 1000.00001")).isNotNull();
  }

  @Test
  void saysWhereEqualRowsMayBeTheReason() {
    assertThat(difference("\"01\"", "\"03\""))
        .isEqualTo(
            "top: other values in columns that are not of floating-point numbers; LIMIT takes any of the rows that are equal in its order, so let that order by a column without equal values too");
  }

  @Test
  void leavesOutWhatIsNotReproducible() {
    assertThat(difference("\"05\"", "\"07\"")).isNull();
  }

  @Test
  void leavesOutWhatOneOfTheRunsDidNotLookAt() throws JsonProcessingException {
    JsonNode without = json("{\"revenue\": {\"reproducible\": true}}");

    assertThat(DigestComparison.difference(json(BASE), without)).isEmpty();
    assertThat(DigestComparison.difference(without, json(BASE))).isEmpty();
  }

  @Test
  void namesQueriesWithOtherPlans() throws JsonProcessingException {
    assertThat(DigestComparison.otherPlans(json(BASE), json(BASE))).isEmpty();
    assertThat(DigestComparison.otherPlans(json(BASE), json(BASE.replace("\"p2\"", "\"p3\""))))
        .containsExactly("top");
  }

  private static String difference(String what, String by) {
    try {
      assertThat(BASE).contains(what);
      return DigestComparison.difference(json(BASE), json(BASE.replace(what, by))).orElse(null);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}
