// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultLayoutTest {

  @Test
  void resultsLieInTheFirstFolderOfTheDataset() {
    ResultLayout layout =
        ResultLayout.of(S3Uri.parse("s3://b/user123/datasets/sales.csv"), null, "job_001");
    assertThat(layout.run(4)).hasToString("s3://b/user123/result/job_001/output/4_nodes.json");
    assertThat(layout.run(4, 1)).isEqualTo(layout.run(4));
    assertThat(layout.run(4, 2))
        .hasToString("s3://b/user123/result/job_001/output/4_nodes_trial_2.json");
    assertThat(layout.performanceCsv())
        .hasToString("s3://b/user123/result/job_001/output/performance.csv");
    assertThat(layout.performanceJson())
        .hasToString("s3://b/user123/result/job_001/output/performance.json");
    assertThat(ResultLayout.model(layout.run(4), "kmeans"))
        .hasToString("s3://b/user123/result/job_001/output/models/4_nodes/kmeans");
  }

  @ParameterizedTest
  @CsvSource({
    "s3://b/sales.parquet/, s3://b/result/j/output/",
    "s3://b/sales.parquet/*, s3://b/result/j/output/",
    "s3://b/user/*, s3://b/result/j/output/",
    "'s3://b/us?r/{result,data}', s3://b/result/j/output/",
    "s3://b/user/*.csv, s3://b/user/result/j/output/",
    "s3://b/user/[^r]*, s3://b/user/result/j/output/",
    "s3://b/user/[!r]*/, s3://b/user/result/j/output/",
    "s3://b/user/[a-z]*/, s3://b/result/j/output/",
    "'s3://b/{user,{a,b}}/r*/j', s3://b/result/j/output/",
    "s3://b/*/data/x.csv, s3://b/result/j/output/",
    "s3://b/user/\\*, s3://b/user/result/j/output/",
    "s3://b/user/[, s3://b/user/result/j/output/",
    "s3://b/user/data/, s3://b/user/result/j/output/",
    "s3://b/user, s3://b/result/j/output/"
  })
  void resultsDoNotLieInTheDataset(String dataset, String expected) {
    ResultLayout layout = ResultLayout.of(S3Uri.parse(dataset), null, "j");
    assertThat(layout.output()).hasToString(expected);
    assertThat(layout.liesIn(S3Uri.parse(dataset))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "s3://b/result/, ",
    "s3://b/result, ",
    "s3://b/*, ",
    "s3://b/user/data/, user/data",
    "s3://b/user/data/, user/data/out",
    "s3://b/user/data, s3://b/user/data/_out",
    "s3://b/user/*/x/, user/a/x"
  })
  void unlessNothingElseIsLeftOrTheyAreToldTo(String dataset, String resultPath) {
    assertThat(ResultLayout.of(S3Uri.parse(dataset), resultPath, "j").liesIn(S3Uri.parse(dataset)))
        .isTrue();
  }

  @Test
  void anotherBucketIsNeverInTheDataset() {
    ResultLayout layout = ResultLayout.of(S3Uri.parse("s3://b/data/"), "s3://c/data", "j");
    assertThat(layout.liesIn(S3Uri.parse("s3://b/data/"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "s3://b/sales.csv, , s3://b/result/j/output/",
    "s3://b/u/sales.csv, out, s3://b/out/j/output/",
    "s3://b/u/sales.csv, out/, s3://b/out/j/output/",
    "s3://b/u/sales.csv, s3://other/x, s3://other/x/j/output/"
  })
  void aResultPathCanBeGiven(String dataset, String resultPath, String expected) {
    assertThat(ResultLayout.of(S3Uri.parse(dataset), resultPath, "j").output())
        .hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3://", "s3://b", "s3://b/", "s3:///k", "b/k", "http://b/k"})
  void refusesWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> S3Uri.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is not of the form s3://bucket/key");
  }

  @Test
  void logsLieBesideTheOutput() {
    assertThat(ResultLayout.log(S3Uri.parse("s3://b/u/result/job/output/4_nodes_trial_2.json"), 3))
        .hasToString("s3://b/u/result/job/logs/4_nodes_trial_2_attempt_3.log");
    assertThat(ResultLayout.log(S3Uri.parse("s3://b/output/4_nodes.json"), 1))
        .hasToString("s3://b/logs/4_nodes_attempt_1.log");
  }

  @Test
  void whatApplicationsWriteLiesInOneFolderOfTheJob() {
    for (String output : List.of("s3://b/u/result/job/output/", "s3://b/output/", "s3://b/x/")) {
      ResultLayout layout = new ResultLayout(S3Uri.parse(output));

      assertThat(ResultLayout.scratch(layout.run(4, 2)))
          .isEqualTo(layout.scratch().resolve("4_nodes_trial_2/"));
      assertThat(layout.scratch().key()).endsWith("scratch/");
    }
    ResultLayout variant = new ResultLayout(S3Uri.parse("s3://b/job/output/")).of("no-output");
    assertThat(variant.scratch()).hasToString("s3://b/job/scratch/no-output/");
    assertThat(ResultLayout.log(variant.run(4), 1))
        .hasToString("s3://b/job/logs/no-output/4_nodes_attempt_1.log");
    assertThat(new ResultLayout(S3Uri.parse("s3://b/u/result/job/output/")).scratch())
        .hasToString("s3://b/u/result/job/scratch/");
  }
}
