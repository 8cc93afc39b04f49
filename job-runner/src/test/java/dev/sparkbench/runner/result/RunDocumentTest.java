package dev.sparkbench.runner.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.runner.table.BadRecordCounts;
import dev.sparkbench.runner.table.Sample;
import dev.sparkbench.runner.table.Splits;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        new RunDocument(
            RunDocument.VERSION,
            "job",
            2,
            1,
            1,
            "descriptive",
            List.of("row_count", "min_max_mean"),
            new RunDocument.DatasetFacts(
                "s3://bucket/user/data.csv",
                "csv",
                Map.of("delimiter", ";"),
                "price€ DECIMAL(3,2)",
                false,
                new Sample(1, 3, true),
                new BadRecordCounts(
                    BadRecords.Drop,
                    2,
                    1,
                    List.of(new BadRecordCounts.ColumnCount("price€", "DECIMAL(3,2)", 1)),
                    0),
                new Splits(8, null),
                "sha256:00",
                1,
                42,
                3L),
            outputs,
            new RunDocument.Timing(1.5, 1.25, 1.75, List.of(1.25, 1.75), List.of(9.0)),
            new RunDocument.PhaseSeconds(0.1, 7.25, 0.5, 9.0),
            new RunDocument.ExecutorFacts(1, 1024, true, 2, 0, List.of("10.0.0.1", "10.0.0.2")),
            Map.of("spark.speculation", "false"),
            new Environment(
                "runner:1",
                "3.5.6",
                "3.4.2",
                "2.12.18",
                "17.0.1+1",
                "Vendor",
                "Linux amd64",
                Map.of("spark.app.name", "job 2_nodes")));

    assertThat(document.toJson())
        .isEqualTo(
            """
            {
              "version" : 1,
              "job_id" : "job",
              "nodes" : 2,
              "trial" : 1,
              "attempt" : 1,
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
                "warmups_sec" : [ 9.0 ]
              },
              "phases" : {
                "check_sec" : 0.1,
                "session_sec" : 7.25,
                "schema_sec" : 0.5,
                "warmups_sec" : 9.0
              },
              "executors" : {
                "cores" : 1,
                "memory_mib" : 1024,
                "limit_cpu" : true,
                "registered" : 2,
                "lost" : 0,
                "hosts" : [ "10.0.0.1", "10.0.0.2" ]
              },
              "pins" : {
                "spark.speculation" : "false"
              },
              "environment" : {
                "image" : "runner:1",
                "spark" : "3.5.6",
                "hadoop" : "3.4.2",
                "scala" : "2.12.18",
                "java" : "17.0.1+1",
                "java_vendor" : "Vendor",
                "os" : "Linux amd64",
                "properties" : {
                  "spark.app.name" : "job 2_nodes"
                }
              }
            }
            """);
  }
}
