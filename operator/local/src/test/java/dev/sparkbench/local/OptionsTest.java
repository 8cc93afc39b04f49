// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {

  @TempDir Path root;

  @BeforeEach
  void makeTheSample() throws IOException {
    Files.createDirectories(root.resolve("crds/samples"));
    Files.createFile(root.resolve("crds/samples/sales-scaling.yaml"));
  }

  @Test
  void withoutAnyTheSampleIsRun() throws Exception {
    Path sample = root.resolve("crds/samples/sales-scaling.yaml");

    assertThat(options("job", "", "data", ""))
        .isEqualTo(new Options(root, sample, Optional.empty(), Optional.empty(), false));
    assertThat(options().folder()).isEqualTo(root.resolve(".local"));
  }

  @Test
  void filesAreTakenAsGiven() throws Exception {
    Path job = Files.createFile(root.resolve("my job.yaml"));
    Path data = Files.createFile(root.resolve("my.csv"));

    assertThat(options("job", job.toString(), "data", data.toString()))
        .isEqualTo(new Options(root, job, Optional.of(data), Optional.empty(), false));
  }

  @Test
  void keepIsAskedFor() throws Exception {
    assertThat(options("keep", "true").keep()).isTrue();
    assertThat(options("keep", "").keep()).isFalse();
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = root.resolve("missing.yaml");

    assertThatThrownBy(() -> options("job", missing.toString()))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "job: there is no file %s; paths are relative to the folder in which you started Maven",
            missing);
    assertThatThrownBy(() -> options("data", missing.toString()))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("data: there is no file " + missing);
  }

  private Options options(String... namesAndValues) throws UserError {
    Properties properties = new Properties();
    properties.setProperty("sparkbench.root", root.toString());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Options.of(properties);
  }
}
