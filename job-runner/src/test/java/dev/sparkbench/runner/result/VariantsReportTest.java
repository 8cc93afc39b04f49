// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparkbench.api.contract.ReportRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariantsReportTest {

  private static final ReportRequest REQUEST = Variants.request();

  @Test
  void theTableHasTheVariantInTheLastColumn() {
    List<String> lines = Variants.report(REQUEST, false).csv().lines().toList();
    assertThat(lines.get(0)).startsWith("nodes,time_sec,").endsWith(",evaluate_sec,variant");
    assertThat(lines.subList(1, 5))
        .extracting(line -> line.replaceAll(",.*,", ","))
        .containsExactly("1,fat", "2,fat", "2,slim", "4,slim");
    assertThat(Variants.reports(REQUEST, false).get("slim").csv())
        .startsWith("nodes,time_sec,")
        .doesNotContain("variant");
  }

  @Test
  void theDocumentIsThatOfTheReferenceWithAllVariants() throws Exception {
    JsonNode document = new JsonMapper().readTree(Variants.report(REQUEST, false).json());
    assertThat(document.path("baseline").path("nodes").asInt()).isEqualTo(1);
    assertThat(document.path("runs").path(0).path("output").asText())
        .isEqualTo("s3://bucket/user/result/job/output/fat/1_nodes.json");
    assertThat(document.path("comparison").path("answer").asText()).isEqualTo("Met");
    JsonNode slim = document.path("variants").path(1);
    assertThat(slim.path("name").asText()).isEqualTo("slim");
    assertThat(slim.path("overall").path("verdict").asText()).isEqualTo("Faster");
    JsonNode two = slim.path("runs").path(0);
    assertThat(two.path("nodes").asInt()).isEqualTo(2);
    assertThat(two.path("cores").asInt()).isEqualTo(2);
    assertThat(two.path("compared").path("reference_nodes").asInt()).isEqualTo(1);
    assertThat(two.path("compared").path("time_ratio").asDouble()).isBetween(0.80, 0.82);
    assertThat(document.path("variants").path(0).path("runs").path(0).path("compared").isNull())
        .isTrue();
    List<String> marks = new ArrayList<>();
    for (JsonNode variant : document.path("variants")) {
      for (JsonNode run : variant.path("runs")) {
        marks.add(
            "%s %d: %s %s %s"
                .formatted(
                    variant.path("name").asText(),
                    run.path("nodes").asInt(),
                    run.path("fastest").asBoolean(),
                    run.path("cheapest").asBoolean(),
                    run.path("on_frontier").asBoolean()));
      }
    }
    // A pass costs 0.0011 and 0.0013 with fat executors, and 0.00098 and 0.0012 with slim ones.
    assertThat(marks)
        .containsExactly(
            "fat 1: false false false",
            "fat 2: false false false",
            "slim 2: false true true",
            "slim 4: true false true");
  }

  /**
   * What differs is neither the fastest nor the cheapest, and makes all of its variant doubtful.
   */
  @Test
  void whatDiffersIsNotNamedAsTheBest() throws Exception {
    JsonNode slim =
        new JsonMapper().readTree(Variants.report(REQUEST, true).json()).at("/variants/1");
    assertThat(slim.at("/runs/1/fastest").asBoolean()).isFalse();
    assertThat(slim.at("/runs/1/on_frontier").asBoolean()).isFalse();
    assertThat(slim.at("/overall/outputs_differ").asText()).isNotEmpty();
  }

  @Test
  void outputsOfVariantsAreComparedWithTheReference() {
    PerformanceReport report = Variants.report(REQUEST, true);
    VariantsReport variants = new VariantsReport(REQUEST, Variants.reports(REQUEST, true));
    assertThat(variants.differing()).isEqualTo(Map.of("slim", List.of(4)));
    assertThat(variants.outputsUnknown()).isFalse();
    assertThat(variants.judgement().orElseThrow().answer()).isEqualTo("OutputsDiffer");
    assertThat(report.advice())
        .startsWith("the outputs of slim differ from those of fat, so that its times say nothing");
    assertThat(report.csv().lines().skip(1).map(line -> line.split(",", -1)[11]))
        .containsExactly("true", "true", "true", "false");
    assertThat(report.remarks().get(0))
        .startsWith(
            "the outputs of slim/4_nodes are not the reference's: trial 1: row_count.rows: 3 and 4");
  }

  @Test
  void itsSentenceBeginsWithTheComparison() {
    assertThat(Variants.report(REQUEST, false).advice())
        .startsWith("slim is 1.2")
        .contains(" as fast as fat; fat: take ");
  }
}
