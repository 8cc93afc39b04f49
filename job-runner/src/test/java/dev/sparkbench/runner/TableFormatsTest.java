// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.runner.fixture.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of table formats, written and read in a JVM that has the classes for that. */
class TableFormatsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void delta() throws Exception {
    run("delta");

    JsonNode latest = document("latest");
    assertThat(latest.at("/outputs/row_count/rows").asInt()).isEqualTo(70);
    assertThat(latest.at("/outputs/min_max_mean/id/min").asInt()).isEqualTo(40);
    assertThat(latest.at("/outputs/min_max_mean/id/max").asInt()).isEqualTo(109);
    assertThat(latest.at("/outputs/null_percentage/name").asDouble()).isZero();
    assertThat(latest.at("/dataset/table_version").asText()).isEqualTo("2");
    assertThat(latest.at("/dataset/identity").asText()).matches("delta:2:[0-9a-f]{16}");
    assertThat(latest.at("/dataset/bytes").asLong()).isGreaterThan(1_000);
    assertThat(latest.at("/dataset/splits/count").asInt()).isPositive();
    // The library keeps the table's log in memory, which is no row of the table.
    assertThat(latest.at("/replay/cached").isBoolean()).isTrue();
    assertThat(latest.at("/replay/cached").asBoolean()).isFalse();
    assertThat(document("first").at("/outputs/row_count/rows").asInt()).isEqualTo(100);
    assertThat(document("at").at("/dataset/table_version").asText()).isEqualTo("2");
    // The table grew since the first run of the benchmark.
    assertThat(document("expected").at("/outputs/row_count/rows").asInt()).isEqualTo(70);
    assertThat(document("newer").at("/outputs/row_count/rows").asInt()).isEqualTo(80);
    assertThat(answer("plain"))
        .isEqualTo(
            "MalformedData: s3://tables/delta is a Delta table (it has _delta_log/), and not all objects below it are part of it: set dataset.format to delta");
    assertThat(answer("none"))
        .isEqualTo(
            "DatasetNotFound: the Delta table s3://tables/delta has no version 7: its log has versions 0 to 3; change dataset.options");
  }

  @Test
  void iceberg() throws Exception {
    run("iceberg");

    JsonNode latest = document("latest");
    assertThat(latest.at("/outputs/row_count/rows").asInt()).isEqualTo(110);
    assertThat(latest.at("/outputs/min_max_mean/id/max").asInt()).isEqualTo(109);
    assertThat(latest.at("/outputs/null_percentage/name").asDouble()).isZero();
    assertThat(latest.at("/dataset/identity").asText())
        .matches("iceberg:" + latest.at("/dataset/table_version").asText() + ":[0-9a-f]{16}");
    assertThat(latest.at("/dataset/objects").asInt()).isEqualTo(2);
    assertThat(latest.at("/dataset/splits/count").asInt()).isPositive();
    assertThat(document("first").at("/outputs/row_count/rows").asInt()).isEqualTo(100);
    assertThat(document("metadata").at("/outputs/row_count/rows").asInt()).isEqualTo(110);
    assertThat(document("expected").at("/outputs/row_count/rows").asInt()).isEqualTo(110);
    assertThat(document("newer").at("/outputs/row_count/rows").asInt()).isEqualTo(120);
    assertThat(answer("plain"))
        .startsWith("MalformedData: s3://tables/db/iceberg is an Iceberg table (it has metadata/)");
  }

  private void run(String format) throws Exception {
    Files.writeString(folder.resolve("format"), format);
    List<String> options =
        new ArrayList<>(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
    options.addAll(List.of("-Xmx1g", "-Dsparkbench.root=" + System.getProperty("sparkbench.root")));
    int exit =
        ChildJvm.run(
            TablesForTest.class,
            folder,
            System.getProperty("java.class.path")
                + ":"
                + Path.of("target/image/formats").resolve(format).toAbsolutePath()
                + "/*",
            500,
            options.toArray(String[]::new));
    Path failure = folder.resolve("failure");
    assertThat(failure).doesNotExist();
    assertThat(exit).isZero();
  }

  private JsonNode document(String name) throws IOException {
    return JSON.readTree(answer(name));
  }

  private String answer(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }
}
