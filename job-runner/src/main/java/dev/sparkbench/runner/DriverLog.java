// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.secret.Secrets;
import dev.sparkbench.runner.storage.ObjectStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last part of a failed driver's log in the store, because the pod may be deleted. It
 * cannot do this if the JVM is killed. If the store cannot be reached, the driver does not wait for
 * it before it answers.
 */
final class DriverLog {

  private static final Logger LOG = LoggerFactory.getLogger(DriverLog.class);

  private static final int MAX_BYTES = 1 << 20;

  private DriverLog() {}

  /** The file that log4j2.properties makes the JVM log to. */
  static Path file() {
    return Path.of(System.getProperty("java.io.tmpdir"), "driver.log");
  }

  /** Keeps the log of a failed attempt. */
  static void keep(RunRequest request, FailureReason reason) {
    if (reason == FailureReason.STORAGE_UNREACHABLE || !Files.isReadable(file())) {
      return;
    }
    S3Uri uri = ResultLayout.log(S3Uri.parse(request.output()), request.attempt());
    try (ObjectStore store = ObjectStore.open(request.storage(), request.sparkConf())) {
      Secrets secrets = Secrets.of(request.sparkConf(), System.getenv());
      store.put(uri, "text/plain; charset=utf-8", secrets.removedFrom(end(file())));
      LOG.info("the log is at {}", uri);
    } catch (IOException | RuntimeException e) {
      LOG.warn("the log could not be kept at {}: {}", uri, e.toString());
    }
  }

  /** The end of the log. log4j2 may have just moved most of it into an older file. */
  static String end(Path file) throws IOException {
    String end = end(file, MAX_BYTES);
    int rest = MAX_BYTES - end.getBytes(StandardCharsets.UTF_8).length;
    Path older = file.resolveSibling(file.getFileName() + ".1");
    return rest > 0 && Files.isReadable(older) ? end(older, rest) + end : end;
  }

  private static String end(Path file, int most) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, log.length() - most);
      byte[] bytes = new byte[(int) (log.length() - from)];
      log.seek(from);
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
