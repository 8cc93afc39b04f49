// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * The API server's message when it refuses to create an executor pod, because a quota is used up or
 * a policy forbids the pod. Spark does not report this. It tries again and writes the error to its
 * log, to which this class listens.
 */
final class PodRefusals implements AutoCloseable {

  /** The class of Spark that creates pods and catches errors. */
  static final String LOGGER =
      "org.apache.spark.scheduler.cluster.k8s.ExecutorPodsSnapshotsStoreImpl";

  private final LoggerContext context;
  private final LoggerConfig logger;
  private final Listener listener = new Listener();

  private PodRefusals(LoggerContext context) {
    this.context = context;
    Configuration configuration = context.getConfiguration();
    LoggerConfig existing = configuration.getLoggerConfig(LOGGER);
    if (existing.getName().equals(LOGGER)) {
      logger = existing;
    } else {
      logger = new LoggerConfig(LOGGER, Level.WARN, true);
      configuration.addLogger(LOGGER, logger);
    }
    listener.start();
    logger.addAppender(listener, Level.WARN, null);
    context.updateLoggers();
  }

  /** Starts to listen. */
  static PodRefusals listen() {
    return new PodRefusals(LoggerContext.getContext(false));
  }

  /** The message of the last refusal; empty if there was none. */
  Optional<String> last() {
    return Optional.ofNullable(listener.last);
  }

  @Override
  public void close() {
    logger.removeAppender(listener.getName());
    context.updateLoggers();
    listener.stop();
  }

  private static final class Listener extends AbstractAppender {

    private static final int TOO_MANY_REQUESTS = 429;

    private volatile String last;

    Listener() {
      super("sparkbench-pod-refusals", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      // An exception without a status is not an answer of the API server, but a broken connection.
      if (event.getThrown() instanceof KubernetesClientException e
          && e.getStatus() != null
          && isRefusal(e.getCode())) {
        last = e.getStatus().getMessage();
      }
    }

    /** A client error, except those that pass by themselves: a conflict, or too many requests. */
    private static boolean isRefusal(int code) {
      return code >= 400
          && code < 500
          && code != HttpURLConnection.HTTP_CONFLICT
          && code != TOO_MANY_REQUESTS;
    }
  }
}
