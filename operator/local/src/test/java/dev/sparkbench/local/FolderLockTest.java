// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  @Test
  void onlyOneAtATime(@TempDir Path parent) throws Exception {
    Path folder = parent.resolve("made/on/demand");
    FolderLock first = FolderLock.take(folder);
    try (first) {
      assertThatThrownBy(() -> FolderLock.take(folder))
          .isInstanceOf(UserError.class)
          .hasMessage("another local cluster is running in %s; stop it first", folder);
    }

    FolderLock.take(folder).close();
  }
}
