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

  /** The addresses of the executors that are registered now, one for each. */
  List<String> executors();

  /**
   * What the executors that are there run on, as far as it is known; those that did not tell are
   * left out.
   */
  List<Machine> machines();

  /** The runner image that this process runs from, with its digest; empty if nobody knows. */
  Optional<String> imageId();

  /**
   * What keeps executors from coming, in the cluster's own words and without a full stop; empty if
   * nobody says.
   */
  default Optional<String> obstacle() {
    return Optional.empty();
  }

  /** Where Spark's event log lies when the application has stopped; empty if there is none. */
  default Optional<Path> eventLogs() {
    return Optional.empty();
  }

  /** Stops the application and its executors. */
  @Override
  void close();
}
