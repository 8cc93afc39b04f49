// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.secret.SafeEvents;
import dev.sparkbench.runner.secret.Secrets;
import dev.sparkbench.runner.storage.ObjectStore;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Spark's event log with the results, in the form that Spark's history server reads. Spark
 * writes the log to a folder of the driver. When Spark has stopped, the log is stored from there,
 * compressed and without secrets.
 */
final class EventLog {

  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  private EventLog() {}

  /** Keeps the log of a run that has ended. If that fails, the run still counts. */
  static void keep(RunRequest request, Path folder) {
    S3Uri uri = ResultLayout.eventLog(S3Uri.parse(request.output()));
    Path compressed = folder.resolve("kept.zstd");
    try (ObjectStore store = ObjectStore.open(request.storage(), request.sparkConf())) {
      Optional<Path> log = newest(folder);
      if (log.isEmpty()) {
        LOG.warn("Spark left no event log in {}", folder);
        return;
      }
      compress(log.get(), compressed, new SafeEvents(secrets(request)));
      store.put(uri, "application/zstd", compressed);
      LOG.info("the event log is at {}", uri);
    } catch (IOException | RuntimeException e) {
      LOG.warn("the event log could not be kept at {}: {}", uri, e.toString());
    }
  }

  /** The secrets of the manifest and of this JVM, because Spark also logs the JVM's properties. */
  private static Secrets secrets(RunRequest request) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> !name.startsWith("spark."))
        .forEach(name -> variables.put(name, System.getProperty(name)));
    return Secrets.of(request.sparkConf(), variables);
  }

  private static Optional<Path> newest(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
    }
  }

  private static void compress(Path log, Path compressed, SafeEvents safe) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(log);
        BufferedWriter kept =
            new BufferedWriter(
                new OutputStreamWriter(
                    new ZstdOutputStreamNoFinalizer(Files.newOutputStream(compressed)),
                    StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<String> event = safe.of(line);
        if (event.isPresent()) {
          kept.write(event.get());
          kept.newLine();
        }
      }
    }
  }
}
