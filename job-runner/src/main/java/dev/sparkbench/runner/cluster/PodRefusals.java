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
 * What the API server said when it refused to create an executor pod: a quota is used up, or a
 * policy forbids the pod. Spark tells nobody. It tries again and again, and writes what happened to
 * its log, which this listens to.
 */
final class PodRefusals implements AutoCloseable {

  /** The class of Spark that creates pods, and catches what goes wrong. */
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

  /** Begins to listen. */
  static PodRefusals listen() {
    return new PodRefusals(LoggerContext.getContext(false));
  }

  /** The words of the last refusal; empty if there was none. */
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
      // Without a status it is no answer of the API server, but a connection that broke.
      if (event.getThrown() instanceof KubernetesClientException e
          && e.getStatus() != null
          && isRefusal(e.getCode())) {
        last = e.getStatus().getMessage();
      }
    }

    /** The client's fault; not one that passes, as a conflict or too many requests do. */
    private static boolean isRefusal(int code) {
      return code >= 400
          && code < 500
          && code != HttpURLConnection.HTTP_CONFLICT
          && code != TOO_MANY_REQUESTS;
    }
  }
}
