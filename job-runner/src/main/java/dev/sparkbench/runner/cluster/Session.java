// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.runner.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** A running Spark application. */
public interface Session extends AutoCloseable {

  /** Spark's own session. */
  SparkSession spark();

  /** The addresses of the registered executors, one per executor. */
  List<String> executors();

  /** The machines of the current executors; executors that did not report are left out. */
  List<Machine> machines();

  /** The runner image of this process, with its digest; empty if unknown. */
  Optional<String> imageId();

  /**
   * What prevents executors from starting, in the cluster's words and without a full stop; empty if
   * unknown.
   */
  default Optional<String> obstacle() {
    return Optional.empty();
  }

  /** The folder of Spark's event log after the application has stopped; empty if there is none. */
  default Optional<Path> eventLogs() {
    return Optional.empty();
  }

  /** Stops the application and its executors. */
  @Override
  void close();
}
