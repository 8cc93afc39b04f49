package dev.sparkbench.api.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrdTest {

  @Test
  void theCommittedCrdIsTheGeneratedOne(@TempDir Path scratch) throws IOException {
    Path committed = Path.of(System.getProperty("sparkbench.root"), "crds", CrdGenerator.FILE_NAME);
    String generated = CrdGenerator.generate(scratch);
    if (System.getProperty("updateCrd") != null) {
      Files.writeString(committed, generated);
    }
    assertThat(committed)
        .as("run `mvn -pl operator/api test -DupdateCrd` and commit the result")
        .hasContent(generated);
  }
}
