// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import dev.sparkbench.runner.secret.Redaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.StreamExecution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * The session for one call of an application, and everything else in the JVM that a call can
 * change. After {@link #tidy}, all of this is as it was before the call.
 */
final class CalledSession {

  private static final Logger LOG = LoggerFactory.getLogger(CalledSession.class);

  private static final long EVENTS_MILLIS = 10_000;

  private static final int NAMED = 3;

  private final SparkSession base;
  private final SparkSession session;
  private final Map<String, String> settings;
  private final ModifiedSettings modified = new ModifiedSettings();
  private final Properties systemProperties;
  private final Properties localProperties;
  private final ClassLoader loader;
  private final Set<Thread> threads;

  private CalledSession(SparkSession base) {
    this.base = base;
    this.session = base.newSession();
    this.loader = Thread.currentThread().getContextClassLoader();
    this.systemProperties = (Properties) System.getProperties().clone();
    this.localProperties = SerializationUtils.clone(context().getLocalProperties());
    JavaConverters.mapAsJavaMap(base.conf().getAll()).forEach(this::take);
    this.settings = Map.copyOf(JavaConverters.mapAsJavaMap(session.conf().getAll()));
    this.threads = new HashSet<>(threads());
  }

  /**
   * Creates a session with the settings of another one, and makes it the session that the next call
   * gets.
   */
  static CalledSession of(SparkSession base) {
    CalledSession called = new CalledSession(base);
    called.open();
    return called;
  }

  private SparkContext context() {
    return base.sparkContext();
  }

  /** A new session does not have properties that were set on another session after its creation. */
  private void take(String name, String value) {
    if (base.conf().isModifiable(name) && !value.equals(session.conf().get(name, null))) {
      session.conf().set(name, value);
    }
  }

  private void open() {
    SparkSession.setDefaultSession(session);
    SparkSession.setActiveSession(session);
    // As spark-submit does, so that new SparkConf() has them.
    for (Tuple2<String, String> property : context().getConf().getAll()) {
      System.setProperty(property._1(), property._2());
    }
    context().addSparkListener(modified);
  }

  /** What the application has left running, recorded at the moment when main returned. */
  List<String> left() {
    List<String> left = new ArrayList<>();
    int jobs = context().dagScheduler().activeJobs().size();
    if (jobs > 0) {
      context().cancelAllJobs();
      left.add(
          "%d of the application's jobs were not done when main returned. They were cancelled, as spark-submit would have done; let main wait for them."
              .formatted(jobs));
    }
    List<String> queries =
        streams().stream()
            .map(query -> Objects.requireNonNullElse(query.name(), "without a name"))
            .toList();
    if (!queries.isEmpty()) {
      left.add(
          "Streaming queries (%s) were running when main returned. They were stopped; let main await their termination."
              .formatted(String.join(", ", queries)));
    }
    List<String> running = newThreads().stream().map(Thread::getName).sorted().toList();
    if (!running.isEmpty()) {
      left.add(
          "%d threads of the application (%s) were running when main returned. They are no daemons, so spark-submit would not have ended before them; what they do after main is not measured."
              .formatted(
                  running.size(), running.stream().limit(NAMED).collect(Collectors.joining(", "))));
    }
    return left;
  }

  private List<StreamExecution> streams() {
    return List.copyOf(base.sharedState().activeStreamingQueries().values());
  }

  private List<Thread> newThreads() {
    return threads().stream()
        .filter(thread -> !thread.isDaemon() && !threads.contains(thread))
        .toList();
  }

  /** All threads of the JVM. Unlike their stacks, they can be listed without stopping them. */
  private static List<Thread> threads() {
    ThreadGroup top = Thread.currentThread().getThreadGroup();
    while (top.getParent() != null) {
      top = top.getParent();
    }
    Thread[] all = new Thread[2 * top.activeCount() + 16];
    return Arrays.asList(all).subList(0, top.enumerate(all));
  }

  /** Restores everything, and returns remarks about what the call had changed. */
  List<String> tidy() {
    Thread.interrupted();
    Thread.currentThread().setContextClassLoader(loader);
    System.setProperties(systemProperties);
    SparkSession.setDefaultSession(base);
    SparkSession.setActiveSession(base);
    SparkContext context = context();
    if (context.isStopped()) {
      return List.of();
    }
    context.setLocalProperties(localProperties);
    streams().forEach(CalledSession::stop);
    base.sharedState().cacheManager().clearCache();
    base.sharedState().globalTempViewManager().clear();
    JavaConverters.mapAsJavaMap(context.getPersistentRDDs())
        .values()
        .forEach(rdd -> rdd.unpersist(true));
    return remarks(context);
  }

  private static void stop(StreamExecution query) {
    try {
      query.stop();
    } catch (TimeoutException | RuntimeException e) {
      LOG.warn("streaming query {} did not stop", query.name(), e);
    }
  }

  private List<String> remarks(SparkContext context) {
    try {
      context.listenerBus().waitUntilEmpty(EVENTS_MILLIS);
    } catch (TimeoutException e) {
      LOG.warn("Spark's events are late; the report of what the application set may be incomplete");
    }
    context.removeSparkListener(modified);
    Map<String, String> changed = new TreeMap<>(modified.settings());
    changed.entrySet().removeIf(entry -> entry.getValue().equals(settings.get(entry.getKey())));
    if (changed.isEmpty()) {
      return List.of();
    }
    Map<String, String> shown = Redaction.of(changed);
    return List.of(
        "The application set properties of Spark itself, which held for it instead of what the benchmark or the manifest says: %s."
            .formatted(
                shown.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining(", "))));
  }
}
