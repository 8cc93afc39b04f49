// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.TaskInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.JavaConverters;

/**
 * Records what Spark's scheduler does during a measurement. It recognizes its own stages by a local
 * property, which Spark passes on to the threads that work for a query. A job group cannot be used,
 * because broadcasts replace it.
 */
public final class TaskRecorder extends SparkListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TaskRecorder.class);

  private static final String PROPERTY = "sparkbench.recording";

  private static final long DRAIN_MILLIS = 10_000;

  private final SparkContext spark;

  // Spark calls a listener from one thread; another one reads after the events are drained.
  private final Object lock = new Object();
  private final List<Trace.Stage> stages = new ArrayList<>();
  private final List<Trace.Task> tasks = new ArrayList<>();
  // What is known about each of its own stages, by number.
  private final Map<Integer, StageLinks> own = new HashMap<>();
  // Stages as the starts of jobs announce them. Under AQE, a stage that was executed before appears
  // again with another number and is skipped; this is the only way to find out which stage it is.
  private final Map<Integer, StageLinks.Announced> announced = new HashMap<>();
  private int executorsLost;
  private int executorsLostBefore;
  private int recording;

  private TaskRecorder(SparkContext spark) {
    this.spark = spark;
  }

  /** Starts listening. */
  public static TaskRecorder of(SparkContext spark) {
    TaskRecorder recorder = new TaskRecorder(spark);
    drain(spark);
    spark.addSparkListener(recorder);
    return recorder;
  }

  /** Runs something; {@link #trace} then has what Spark did. */
  <T> T record(Supplier<T> step) {
    drain(spark);
    synchronized (lock) {
      recording++;
      own.clear();
      announced.clear();
      stages.clear();
      tasks.clear();
    }
    spark.setLocalProperty(PROPERTY, String.valueOf(recording));
    try {
      return step.get();
    } finally {
      spark.setLocalProperty(PROPERTY, null);
    }
  }

  /** What Spark did during the last thing that was run, with its start and end. */
  Trace trace(long startMillis, long endMillis) {
    drain(spark);
    synchronized (lock) {
      // Including executors that were lost since the run before, because their replacements are
      // cold.
      int lost = executorsLost - executorsLostBefore;
      executorsLostBefore = executorsLost;
      return new Trace(startMillis, endMillis, stages, tasks, lost, own.size());
    }
  }

  /** Stops listening. */
  @Override
  public void close() {
    spark.removeSparkListener(this);
  }

  /** Records which stages there are, and which shuffles they write. */
  @Override
  public void onJobStart(SparkListenerJobStart event) {
    synchronized (lock) {
      if (isOwn(event.properties())) {
        JavaConverters.seqAsJavaList(event.stageInfos())
            .forEach(
                info ->
                    announced.putIfAbsent(
                        info.stageId(), StageLinks.Announced.of(event.jobId(), info)));
      }
    }
  }

  /** Recognizes its own stages. */
  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    synchronized (lock) {
      if (isOwn(event.properties())) {
        own.put(
            event.stageInfo().stageId(),
            StageLinks.of(event.stageInfo(), event.properties(), announced));
      }
    }
  }

  private boolean isOwn(Properties properties) {
    return properties != null && String.valueOf(recording).equals(properties.getProperty(PROPERTY));
  }

  /** Records a stage. */
  @Override
  public void onStageCompleted(SparkListenerStageCompleted event) {
    StageInfo info = event.stageInfo();
    synchronized (lock) {
      if (own.containsKey(info.stageId())
          && info.submissionTime().isDefined()
          && info.completionTime().isDefined()) {
        stages.add(
            new Trace.Stage(
                info.stageId(),
                info.attemptNumber(),
                info.name(),
                (Long) info.submissionTime().get(),
                (Long) info.completionTime().get(),
                own.get(info.stageId())));
      }
    }
  }

  /** Records a task. */
  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    TaskInfo info = event.taskInfo();
    synchronized (lock) {
      if (own.containsKey(event.stageId())) {
        tasks.add(
            new Trace.Task(
                event.stageId(),
                event.stageAttemptId(),
                info.executorId(),
                info.host(),
                info.launchTime(),
                info.finishTime(),
                info.successful(),
                Metric.read(info, event.taskMetrics())));
      }
    }
  }

  /** Counts a lost executor. */
  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    LOG.warn("executor {} went away: {}", event.executorId(), event.reason());
    synchronized (lock) {
      executorsLost++;
    }
  }

  /** Waits until pending events are delivered, because they arrive later than they happen. */
  private static void drain(SparkContext spark) {
    try {
      spark.listenerBus().waitUntilEmpty(DRAIN_MILLIS);
    } catch (TimeoutException e) {
      LOG.warn("Spark's events are late; facts about tasks and executors may be incomplete");
    }
  }
}
