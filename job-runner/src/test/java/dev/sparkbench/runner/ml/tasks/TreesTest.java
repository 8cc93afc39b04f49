// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.fixture.MlJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three tasks with trees, on data that follow a rule which a tree can express. */
class TreesTest {

  private static final String DDL =
      "size INT, colour STRING, noise INT, fits BOOLEAN, price DOUBLE";

  private static final int FOREST = 21;

  // As few as learn the rule: each takes jobs of its own.
  private static final int BOOSTED = 3;

  /** Each model is fitted once, whichever tests look at it. */
  private static final Map<List<String>, JsonNode> OUTPUTS = new HashMap<>();

  @ParameterizedTest
  @ValueSource(strings = {"decision_tree", "random_forest", "gradient_boosted_trees"})
  void learnTheRuleForAClass(String task) {
    JsonNode output = output("fits", task);

    assertThat(output.at("/features/names").toString())
        .isEqualTo("[\"size\",\"colour\",\"noise\"]");
    assertThat(output.at("/metrics/accuracy").asDouble()).isEqualTo(1);
    assertThat(output.at("/metrics/f1").asDouble()).isEqualTo(1);
    assertThat(output.at("/metrics/confusion/classes").toString())
        .isEqualTo("[\"false\",\"true\"]");
    assertThat(output.at("/metrics/area_under_roc").asDouble()).isEqualTo(1);
    assertThat(output.at("/model/importances/size").asDouble()).isGreaterThan(0.1);
    assertThat(output.at("/model/importances/colour").asDouble()).isGreaterThan(0.1);
    assertThat(output.at("/model/importances/noise").asDouble()).isLessThan(0.1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"decision_tree", "random_forest", "gradient_boosted_trees"})
  void learnTheRuleForANumber(String task) {
    JsonNode output = output("price", task);

    assertThat(output.at("/metrics/r2").asDouble()).isGreaterThan(0.9);
    assertThat(output.at("/metrics/confusion").isMissingNode()).isTrue();
    assertThat(output.at("/model/importances/noise").asDouble()).isLessThan(0.1);
  }

  @Test
  void aSingleTreeNeedsNoMoreNodesThanTheRule() {
    JsonNode model = output("fits", "decision_tree").get("model");

    assertThat(model.get("trees").asInt()).isEqualTo(1);
    // Two questions: the size, and for those that are large the colour.
    assertThat(model.get("depth").asInt()).isEqualTo(2);
    assertThat(model.get("nodes").asInt()).isEqualTo(5);
    assertThat(output("price", "decision_tree").at("/metrics/rmse").asDouble()).isLessThan(1e-9);
  }

  @Test
  void haveTheNumberOfTreesThatWasAskedFor() {
    JsonNode forest = output("fits", "random_forest");
    JsonNode boosted = output("price", "gradient_boosted_trees");

    assertThat(forest.at("/model/trees").asInt()).isEqualTo(FOREST);
    assertThat(forest.get("iterations").isNull()).isTrue();
    assertThat(boosted.at("/model/trees").asInt()).isEqualTo(BOOSTED);
    assertThat(boosted.get("iterations").asInt()).isEqualTo(BOOSTED);
  }

  @Test
  void predictNumbersAsClassesWhenTold() {
    JsonNode output =
        job()
            .label("noise")
            .features("size")
            .with("decision_tree.mode", "classification")
            .output("decision_tree");

    assertThat(output.at("/metrics/confusion/classes").size()).isEqualTo(10);
  }

  @Test
  void boostingRefusesMoreThanTwoClasses() {
    assertThat(job().label("colour").features("size").failure("gradient_boosted_trees"))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "dataset.label 'colour' has about 3 distinct values, but gradient_boosted_trees distinguishes at most 2 classes: name another label, or use a task that predicts more classes"));
  }

  private static JsonNode output(String label, String task) {
    return OUTPUTS.computeIfAbsent(
        List.of(label, task),
        key ->
            job()
                .label(label)
                .with("random_forest.numTrees", FOREST)
                .with("gradient_boosted_trees.maxIter", BOOSTED)
                .output(task));
  }

  private static MlJob job() {
    Random random = new Random(5);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int size = random.nextInt(10);
      String colour = List.of("red", "green", "blue").get(random.nextInt(3));
      boolean fits = size > 4 && !colour.equals("red");
      rows.add(new Object[] {size, colour, random.nextInt(10), fits, fits ? 10.5 : -3.25});
    }
    return MlJob.of(DDL, rows).features("size", "colour", "noise");
  }
}
