// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.runner.machine.Machine;
import dev.sparkbench.runner.measurement.MainStage;
import dev.sparkbench.runner.measurement.ReplayFacts;
import dev.sparkbench.runner.measurement.RunMetrics;
import dev.sparkbench.runner.measurement.RunMetrics.Detail;
import dev.sparkbench.runner.measurement.RunMetrics.Span;
import dev.sparkbench.runner.measurement.RunMetrics.StageFacts;
import dev.sparkbench.runner.measurement.RunMetricsIterationFactsBuilder;
import dev.sparkbench.runner.table.BadRecordCounts;
import dev.sparkbench.runner.table.Sample;
import dev.sparkbench.runner.table.Splits;
import dev.sparkbench.runner.table.footer.FooterFacts;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunDocumentTest {

  @Test
  void isWrittenAsDocumented() {
    Map<String, JsonNode> outputs = new LinkedHashMap<>();
    outputs.put("row_count", JsonNodeFactory.instance.objectNode().put("rows", 3));
    outputs.put(
        "min_max_mean",
        JsonNodeFactory.instance
            .objectNode()
            .set(
                "price€",
                JsonNodeFactory.instance
                    .objectNode()
                    .put("min", new BigDecimal("0.10"))
                    .put("max", new BigDecimal("1E+2"))
                    .putNull("mean")));

    RunDocument document =
        RunDocumentBuilder.builder()
            .version(RunDocument.VERSION)
            .jobId("job")
            .nodes(2)
            .trial(1)
            .attempt(1)
            .finishedAt("2026-01-31T12:00:00Z")
            .type("descriptive")
            .tasks(List.of("row_count", "min_max_mean"))
            .dataset(
                RunDocumentDatasetFactsBuilder.builder()
                    .uri("s3://bucket/user/data.csv")
                    .format("csv")
                    .options(Map.of("delimiter", ";"))
                    .schema("price€ DECIMAL(3,2)")
                    .schemaGiven(false)
                    .sample(new Sample(1, 3, true))
                    .footers(new FooterFacts(2, 3, List.of("column 'x' is missing")))
                    .badRecords(
                        new BadRecordCounts(
                            BadRecords.Drop,
                            2,
                            1,
                            List.of(new BadRecordCounts.ColumnCount("price€", "DECIMAL(3,2)", 1)),
                            0))
                    .splits(new Splits(8, null))
                    .emptyTextsKept(true)
                    .replacementCharacters(false)
                    .tableVersion(null)
                    .identity("sha256:00")
                    .objects(1)
                    .bytes(42)
                    .rows(3L)
                    .build())
            .tables(Map.of())
            .outputs(outputs)
            .remarks(List.of())
            .timing(
                new RunDocument.Timing(
                    1.5, 1.25, 1.75, List.of(1.25, 1.75), List.of(9.0), List.of(2.5), true))
            .phases(new RunDocument.PhaseSeconds(0.25, 0.1, 7.25, 1.5, 0.5, 0.0, 9.0, 10.25))
            .executors(
                new RunDocument.ExecutorFacts(
                    1,
                    1024,
                    true,
                    2,
                    0,
                    List.of("10.0.0.1", "10.0.0.2"),
                    List.of(
                        new Machine(
                            "1",
                            "node-a",
                            "eu-central-1a",
                            "eu-central-1",
                            "m7a.large",
                            "AMD EPYC 9R14",
                            2,
                            "6.1.0",
                            "amd64"))))
            .metrics(
                new RunMetrics(
                    2,
                    List.of(
                        RunMetricsIterationFactsBuilder.builder()
                            .sec(1.25)
                            .counted(true)
                            .disturbed(null)
                            .stages(1)
                            .tasks(2)
                            .metrics(Map.of("input_bytes", LongNode.valueOf(42)))
                            .jitSec(0.25)
                            .throttledSec(0.5)
                            .driverThrottledSec(null)
                            .throttledRequests(3L)
                            .phases(Map.of("kmeans", Map.of("train", 0.75)))
                            .parts(List.of())
                            .build(),
                        RunMetricsIterationFactsBuilder.builder()
                            .sec(9)
                            .counted(false)
                            .disturbed("1 executor lost")
                            .stages(1)
                            .tasks(3)
                            .metrics(Map.of())
                            .jitSec(null)
                            .throttledSec(null)
                            .driverThrottledSec(0.25)
                            .throttledRequests(null)
                            .phases(Map.of())
                            .parts(List.of())
                            .build()),
                    new TreeMap<>(Map.of("cpu", 1.5, "driver", 0.5)),
                    3,
                    new Detail(
                        List.of(
                            new StageFacts(
                                3, "collect at X", 0.1, 1.2, 2, 0.5, 1.0, 2.0, Map.of())),
                        List.of(new RunMetrics.ExecutorFacts("1", "10.0.0.1", 2, Map.of())),
                        List.of(new Span("1", 3, 0.1, 1.1)),
                        0,
                        1),
                    new MainStage(3, "collect at X", 2, 1, true),
                    4L,
                    0L))
            .pins(Map.of("spark.speculation", "false"))
            .environment(
                new Environment(
                    "runner:1",
                    "runner@sha256:1",
                    "3.5.6",
                    "3.4.2",
                    "2.12.18",
                    "17.0.1+1",
                    "Vendor",
                    "Linux amd64",
                    Map.of("spark.app.name", "job 2_nodes")))
            .configuration(Map.of("executors.cores", "1"))
            .partitions(Partitions.Pinned)
            .replay(
                new ReplayFacts(
                    1.5,
                    2,
                    null,
                    false,
                    List.of(
                        new ReplayFacts.Count(2, 1.25, 1.5, null),
                        new ReplayFacts.Count(4, 1.25, 1.5, 1.0)),
                    new ReplayFacts.Floor(1.125, 1.25, 0.25),
                    2,
                    List.of(new ReplayFacts.Stage(3, "collect at X", 2, 0.75, 1.0, true))))
            .build();

    assertThat(document.toJson())
        .isEqualTo(
            """
            {
              "version" : 1,
              "job_id" : "job",
              "nodes" : 2,
              "trial" : 1,
              "attempt" : 1,
              "finished_at" : "2026-01-31T12:00:00Z",
              "type" : "descriptive",
              "tasks" : [ "row_count", "min_max_mean" ],
              "dataset" : {
                "uri" : "s3://bucket/user/data.csv",
                "format" : "csv",
                "options" : {
                  "delimiter" : ";"
                },
                "schema" : "price€ DECIMAL(3,2)",
                "schema_given" : false,
                "sample" : {
                  "objects" : 1,
                  "records" : 3,
                  "headers_compared" : true
                },
                "footers" : {
                  "looked_at" : 2,
                  "objects" : 3,
                  "remarks" : [ "column 'x' is missing" ]
                },
                "bad_records" : {
                  "policy" : "Drop",
                  "records" : 2,
                  "malformed" : 1,
                  "columns" : [ {
                    "name" : "price€",
                    "type" : "DECIMAL(3,2)",
                    "values" : 1
                  } ],
                  "columns_left_out" : 0
                },
                "splits" : {
                  "count" : 8,
                  "note" : null
                },
                "empty_texts_kept" : true,
                "replacement_characters" : false,
                "table_version" : null,
                "identity" : "sha256:00",
                "objects" : 1,
                "bytes" : 42,
                "rows" : 3
              },
              "outputs" : {
                "row_count" : {
                  "rows" : 3
                },
                "min_max_mean" : {
                  "price€" : {
                    "min" : 0.10,
                    "max" : 100,
                    "mean" : null
                  }
                }
              },
              "timing" : {
                "time_sec" : 1.5,
                "min_sec" : 1.25,
                "max_sec" : 1.75,
                "samples_sec" : [ 1.25, 1.75 ],
                "warmups_sec" : [ 9.0 ],
                "warmups_cpu_sec" : [ 2.5 ],
                "warm" : true
              },
              "phases" : {
                "jvm_sec" : 0.25,
                "check_sec" : 0.1,
                "session_sec" : 7.25,
                "executors_sec" : 1.5,
                "schema_sec" : 0.5,
                "cache_sec" : 0.0,
                "warmups_sec" : 9.0,
                "iterations_sec" : 10.25
              },
              "executors" : {
                "cores" : 1,
                "memory_mib" : 1024,
                "limit_cpu" : true,
                "registered" : 2,
                "lost" : 0,
                "hosts" : [ "10.0.0.1", "10.0.0.2" ],
                "machines" : [ {
                  "executor" : "1",
                  "node" : "node-a",
                  "zone" : "eu-central-1a",
                  "region" : "eu-central-1",
                  "instance_type" : "m7a.large",
                  "cpu_model" : "AMD EPYC 9R14",
                  "processors" : 2,
                  "kernel" : "6.1.0",
                  "architecture" : "amd64"
                } ]
              },
              "metrics" : {
                "slots" : 2,
                "iterations" : [ {
                  "sec" : 1.25,
                  "counted" : true,
                  "disturbed" : null,
                  "stages" : 1,
                  "tasks" : 2,
                  "metrics" : {
                    "input_bytes" : 42
                  },
                  "jit_sec" : 0.25,
                  "throttled_sec" : 0.5,
                  "driver_throttled_sec" : null,
                  "throttled_requests" : 3,
                  "phases" : {
                    "kmeans" : {
                      "train" : 0.75
                    }
                  }
                }, {
                  "sec" : 9.0,
                  "counted" : false,
                  "disturbed" : "1 executor lost",
                  "stages" : 1,
                  "tasks" : 3,
                  "metrics" : { },
                  "jit_sec" : null,
                  "throttled_sec" : null,
                  "driver_throttled_sec" : 0.25,
                  "throttled_requests" : null,
                  "phases" : { }
                } ],
                "slot_sec" : {
                  "cpu" : 1.5,
                  "driver" : 0.5
                },
                "skewed_stage" : 3,
                "median" : {
                  "stages" : [ {
                    "stage" : 3,
                    "name" : "collect at X",
                    "start_sec" : 0.1,
                    "end_sec" : 1.2,
                    "tasks" : 2,
                    "median_task_sec" : 0.5,
                    "max_task_sec" : 1.0,
                    "skew" : 2.0,
                    "metrics" : { }
                  } ],
                  "executors" : [ {
                    "executor" : "1",
                    "host" : "10.0.0.1",
                    "tasks" : 2,
                    "metrics" : { }
                  } ],
                  "spans" : [ {
                    "executor" : "1",
                    "stage" : 3,
                    "start_sec" : 0.1,
                    "end_sec" : 1.1
                  } ],
                  "stages_left_out" : 0,
                  "spans_left_out" : 1
                },
                "main_stage" : {
                  "stage" : 3,
                  "name" : "collect at X",
                  "tasks" : 2,
                  "tasks_with_work" : 1,
                  "reads_dataset" : true
                },
                "throttled_requests" : 4,
                "driver_throttled_requests" : 0
              },
              "pins" : {
                "spark.speculation" : "false"
              },
              "environment" : {
                "image" : "runner:1",
                "image_id" : "runner@sha256:1",
                "spark" : "3.5.6",
                "hadoop" : "3.4.2",
                "scala" : "2.12.18",
                "java" : "17.0.1+1",
                "java_vendor" : "Vendor",
                "os" : "Linux amd64",
                "properties" : {
                  "spark.app.name" : "job 2_nodes"
                }
              },
              "configuration" : {
                "executors.cores" : "1"
              },
              "partitions" : "Pinned",
              "replay" : {
                "sec" : 1.5,
                "tasks" : 2,
                "refused" : null,
                "cached" : false,
                "counts" : [ {
                  "nodes" : 2,
                  "low_sec" : 1.25,
                  "high_sec" : 1.5,
                  "more_partitions_sec" : null
                }, {
                  "nodes" : 4,
                  "low_sec" : 1.25,
                  "high_sec" : 1.5,
                  "more_partitions_sec" : 1.0
                } ],
                "floor" : {
                  "low_sec" : 1.125,
                  "high_sec" : 1.25,
                  "driver_sec" : 0.25
                },
                "enough_nodes" : 2,
                "stages" : [ {
                  "stage" : 3,
                  "name" : "collect at X",
                  "tasks" : 2,
                  "mean_sec" : 0.75,
                  "longest_sec" : 1.0,
                  "on_floor" : true
                } ]
              }
            }
            """);
  }
}
