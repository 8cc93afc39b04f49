// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.fixture.MlJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LdaTaskTest {

  private static final List<String> SPORT = List.of("ball", "goal", "team", "match", "höhe");
  private static final List<String> FOOD = List.of("bread", "soup", "salt", "oven", "spoon");

  @ParameterizedTest
  @ValueSource(strings = {"online", "em"})
  void tellsTwoTopicsApart(String optimizer) {
    JsonNode output =
        MlJob.of("text STRING", documents())
            .with("lda.k", 2)
            .with("lda.optimizer", optimizer)
            .with("lda.numPartitions", 2)
            .with("lda.subsamplingRate", "1")
            .output("lda");

    assertThat(output.get("terms").asInt()).isEqualTo(10);
    assertThat(List.of(topTerms(output, 0), topTerms(output, 1)))
        .containsExactlyInAnyOrder(new TreeSet<>(SPORT), new TreeSet<>(FOOD));
    double perTerm = output.at("/metrics/log_likelihood").asDouble() / (60 * 12);
    assertThat(output.at("/metrics/log_perplexity").asDouble()).isCloseTo(-perTerm, within(1e-9));
    // With one of five terms at each place it is at least ln 5; without topics it would be ln 10.
    assertThat(-perTerm).isBetween(Math.log(5), Math.log(10));
  }

  @Test
  void takesListsOfTerms() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(new Object[] {new String[] {"a b", "c", null}});
    }
    rows.add(new Object[] {null});

    JsonNode output =
        MlJob.of("words ARRAY<STRING>", rows)
            .with("lda.text", "words")
            .with("lda.k", 2)
            .with("lda.vocabSize", 1)
            .with("lda.maxIter", 2)
            .output("lda");

    assertThat(output.at("/rows/skipped").asInt()).isEqualTo(1);
    assertThat(output.at("/terms").asInt()).isEqualTo(1);
    assertThat(output.at("/model/topics/0").has("a b")).isTrue();
  }

  @Test
  void refusesMoreIterationsThanTheStackHolds() {
    assertThat(
            MlJob.of("text STRING", List.of())
                .with("lda.optimizer", "em")
                .with("lda.maxIter", 51)
                .failure("lda"))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "lda.maxIter is 51, but with lda.optimizer em it can be 50 at most: lower it, or use online"));
  }

  @Test
  void refusesWhatHasNoTerms() {
    assertThat(MlJob.of("text INT", List.of()).failure("lda"))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "jobConfig.parameters.lda.text names 'text' of type int; documents are texts or lists: name another column"));
    assertThat(
            MlJob.of("text STRING", List.of(new Object[] {"?!"}, new Object[] {" "}))
                .failure("lda")
                .message())
        .isEqualTo(
            "the documents in column 'text' have no terms: name another one in jobConfig.parameters.lda.text");
  }

  private static Set<String> topTerms(JsonNode output, int topic) {
    List<String> terms = new ArrayList<>();
    output.at("/model/topics/" + topic).fieldNames().forEachRemaining(terms::add);
    return new TreeSet<>(terms.subList(0, 5));
  }

  private static List<Object[]> documents() {
    Random random = new Random(17);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      List<String> topic = i % 2 == 0 ? SPORT : FOOD;
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 12; word++) {
        String term = topic.get(random.nextInt(5));
        text.append(word % 3 == 0 ? term.toUpperCase(java.util.Locale.ROOT) : term).append(", ");
      }
      rows.add(new Object[] {text.toString()});
    }
    return rows;
  }
}
