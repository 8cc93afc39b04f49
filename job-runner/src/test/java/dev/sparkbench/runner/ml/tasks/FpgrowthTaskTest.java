// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.fixture.MlJob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class FpgrowthTaskTest {

  private static final List<List<String>> BASKETS =
      List.of(
          List.of("bread", "milk"),
          List.of("bread", "nappies", "beer", "eggs"),
          List.of("milk", "nappies", "beer", "cola"),
          List.of("bread", "milk", "nappies", "beer"),
          List.of("bread", "milk", "nappies", "cola"));
  private static final double SUPPORT = 0.4;
  private static final double CONFIDENCE = 0.7;

  @Test
  void findsEverySetThatIsFrequentAndEveryRule() {
    List<Object[]> rows =
        BASKETS.stream().map(basket -> new Object[] {basket.toArray(String[]::new)}).toList();

    assertOutput(job("items ARRAY<STRING>", rows).output("fpgrowth"));
  }

  @Test
  void takesTextsWithASeparator() {
    List<Object[]> rows =
        BASKETS.stream()
            // An item that is there twice counts once; spaces around it do not count.
            .map(basket -> new Object[] {String.join(" |.", basket) + "|.|." + basket.get(0)})
            .toList();

    assertOutput(
        job("`the items` STRING", rows)
            .with("fpgrowth.items", "the items")
            .with("fpgrowth.separator", "|.")
            .output("fpgrowth"));
  }

  @Test
  void takesOneItemPerRow() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < BASKETS.size(); i++) {
      for (String item : BASKETS.get(i)) {
        rows.add(new Object[] {i, item});
      }
    }
    rows.add(new Object[] {0, "milk"});
    rows.add(new Object[] {0, null});
    rows.add(new Object[] {null, "milk"});

    JsonNode output =
        job("bill INT, items STRING", rows).with("fpgrowth.basket", "bill").output("fpgrowth");

    assertOutput(output);
    assertThat(output.at("/rows").toString())
        .isEqualTo("{\"read\":21,\"skipped\":2,\"trained\":19,\"tested\":0}");
  }

  @Test
  void refusesColumnsThatHoldNoBaskets() {
    assertThat(job("items DOUBLE", List.of()).failure("fpgrowth"))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "jobConfig.parameters.fpgrowth.items names 'items' of type double; baskets are lists, or texts with fpgrowth.separator between the items, or with fpgrowth.basket one item in each row"));
    assertThat(
            job("bill INT, items ARRAY<STRING>", List.of())
                .with("fpgrowth.basket", "bill")
                .failure("fpgrowth")
                .message())
        .isEqualTo(
            "jobConfig.parameters.fpgrowth.items names 'items' of type array<string>, but with fpgrowth.basket each row has one item of one basket: leave fpgrowth.basket out, or name another column");
  }

  private static MlJob job(String ddl, List<Object[]> rows) {
    return MlJob.of(ddl, rows)
        .with("fpgrowth.minSupport", SUPPORT)
        .with("fpgrowth.minConfidence", CONFIDENCE);
  }

  /** Against all subsets of all items, counted one by one. */
  private static void assertOutput(JsonNode output) {
    assertThat(output.get("baskets").asInt()).isEqualTo(5);
    List<String> items = BASKETS.stream().flatMap(List::stream).distinct().sorted().toList();
    Map<String, Integer> itemsets = new TreeMap<>();
    Map<String, List<Double>> rules = new TreeMap<>();
    for (int bits = 1; bits < 1 << items.size(); bits++) {
      Set<String> set = new TreeSet<>();
      for (int i = 0; i < items.size(); i++) {
        if ((bits >> i & 1) == 1) {
          set.add(items.get(i));
        }
      }
      if (count(set) >= SUPPORT * BASKETS.size()) {
        itemsets.put(set.toString(), count(set));
        for (String then : set.size() > 1 ? set : Set.<String>of()) {
          Set<String> left = new TreeSet<>(set);
          left.remove(then);
          double confidence = (double) count(set) / count(left);
          if (confidence >= CONFIDENCE) {
            double lift = confidence / share(Set.of(then));
            rules.put(left + " -> " + then, rounded(confidence, lift, share(set)));
          }
        }
      }
    }
    Map<String, Integer> found = new TreeMap<>();
    for (JsonNode itemset : output.at("/metrics/most_frequent")) {
      found.put(texts(itemset.get("items")).toString(), itemset.get("baskets").asInt());
      assertThat(itemset.get("support").asDouble()).isEqualTo(itemset.get("baskets").asInt() / 5.0);
    }
    assertThat(found).isEqualTo(itemsets);
    Map<String, List<Double>> followed = new TreeMap<>();
    for (JsonNode rule : output.at("/metrics/strongest_rules")) {
      followed.put(
          texts(rule.get("if")) + " -> " + rule.at("/then/0").asText(),
          rounded(
              rule.get("confidence").asDouble(),
              rule.get("lift").asDouble(),
              rule.get("support").asDouble()));
    }
    assertThat(followed).isEqualTo(rules);
    assertThat(output.at("/model").toString())
        .isEqualTo("{\"itemsets\":%d,\"rules\":%d}".formatted(itemsets.size(), rules.size()));
    long predicted =
        BASKETS.stream()
            .filter(basket -> rules.keySet().stream().anyMatch(rule -> tellsOf(rule, basket)))
            .count();
    assertThat(output.at("/metrics/baskets_with_prediction").asLong()).isEqualTo(predicted);
  }

  /** Whether a rule's left side is in a basket, and its right side is not. */
  private static boolean tellsOf(String rule, List<String> basket) {
    String[] sides = rule.split(" -> ");
    List<String> left = List.of(sides[0].substring(1, sides[0].length() - 1).split(", "));
    return basket.containsAll(left) && !basket.contains(sides[1]);
  }

  private static List<Double> rounded(double... numbers) {
    return Arrays.stream(numbers).mapToObj(number -> Math.round(number * 1e9) / 1e9).toList();
  }

  private static double share(Set<String> set) {
    return (double) count(set) / BASKETS.size();
  }

  private static int count(Set<String> set) {
    return (int) BASKETS.stream().filter(basket -> basket.containsAll(set)).count();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
