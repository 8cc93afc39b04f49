// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what an earlier kubelet left behind when it was killed: processes, then their folders.
 */
final class Leftovers {

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final long KILL_SECONDS = 5;

  private Leftovers() {}

  static void clear(Path podsFolder) throws IOException {
    List<Path> folders;
    try (Stream<Path> found = Files.list(podsFolder)) {
      folders = found.filter(Files::isDirectory).toList();
    }
    CompletableFuture<?>[] ends =
        folders.stream()
            .map(PodFolder::new)
            .flatMap(folder -> folder.containers().stream())
            .flatMap(container -> ProcessRecord.read(container.process()).stream())
            .flatMap(record -> record.find().stream())
            .map(Leftovers::kill)
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(ends).orTimeout(KILL_SECONDS, TimeUnit.SECONDS).join();
    folders.forEach(PodFolder::delete);
  }

  private static CompletableFuture<ProcessHandle> kill(ProcessHandle process) {
    LOG.info("ending process {}, left by an earlier cluster", process.pid());
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    return process.onExit();
  }
}
