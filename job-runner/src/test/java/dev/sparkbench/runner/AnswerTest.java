// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerTest {

  @TempDir Path folder;

  @Test
  void isTheFirstOne() throws IOException {
    Path file = folder.resolve("answer");
    Files.writeString(file, "something longer that the kubelet put there");
    Answer answer = new Answer(file);

    answer.give("größe");
    answer.give("too late");
    answer.withhold();

    assertThat(file).hasContent("größe");
  }

  @Test
  void canBeWithheld() {
    Path file = folder.resolve("answer");
    Answer answer = new Answer(file);

    answer.withhold();
    answer.give("too late");

    assertThat(file).doesNotExist();
  }

  @Test
  void saysWhereItCouldNotBeWritten() {
    Path file = folder.resolve("no/such/folder/answer");

    assertThatThrownBy(() -> new Answer(file).give("x"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write the termination message to " + file);
  }
}
