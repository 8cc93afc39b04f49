// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a class path without a runner. */
class ClassArchiveTest {

  @TempDir Path folder;

  private Path jar;
  private Path classPath;

  @BeforeEach
  void write() throws IOException {
    jar = Files.writeString(folder.resolve("a.jar"), "one");
    classPath = Files.writeString(folder.resolve("classpath"), "\"" + jar + "\"\n");
  }

  @Test
  void anotherJarAsksForAnotherArchive() throws IOException {
    String options = ClassArchive.of(classPath).options();
    assertThat(ClassArchive.of(classPath).options()).isEqualTo(options);

    Files.writeString(jar, "another");

    assertThat(ClassArchive.of(classPath).options()).isNotEqualTo(options);
  }

  @Test
  void whereItCannotBeMadeNothingOfItIsLeft() {
    ClassArchive archive = ClassArchive.of(classPath);

    assertThatThrownBy(archive::make)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("exit code 1 of [")
        .hasMessageContaining("dev.sparkbench.runner.LoadClasses");

    assertThat(archive.exists()).isFalse();
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("a.jar", "classpath", "classes.lock", "classes.log");
  }
}
