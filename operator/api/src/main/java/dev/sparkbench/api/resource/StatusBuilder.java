// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Pause;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import java.util.List;
import java.util.Map;

/** Creates a status from another one. Null removes a field. */
public final class StatusBuilder {

  private Long observedGeneration;
  private Phase phase;
  private String message;
  private String jobId;
  private String startTime;
  private String completionTime;
  private String progress;
  private Pause pause;
  private Integer currentNodes;
  private CurrentPod current;
  private List<RunStatus> runs;
  private Baseline baseline;
  private List<PerformanceMetric> performanceMetrics;
  private BestRun best;
  private ScalingStatus scaling;
  private String resultPath;
  private String performanceMetricsS3;
  private String reportS3;
  private Map<String, String> outputs;
  private String datasetIdentity;
  private String toPrepare;
  private String specDigest;
  private String measuredDigest;
  private Map<String, String> measuredFields;
  private String judgedDigest;
  private Integer starts;
  private Integer firstStart;
  private String rerun;
  private Long orderSeed;
  private List<VariantRatio> comparisons;
  private BestVariant bestVariant;
  private List<Condition> conditions;

  /** Starts with an empty status. */
  public StatusBuilder() {}

  /** Starts with a copy of a status. */
  public StatusBuilder(SparkBenchmarkJobStatus from) {
    observedGeneration = from.observedGeneration();
    phase = from.phase();
    message = from.message();
    jobId = from.jobId();
    startTime = from.startTime();
    completionTime = from.completionTime();
    progress = from.progress();
    pause = from.pause();
    currentNodes = from.currentNodes();
    current = from.current();
    runs = from.runs();
    baseline = from.baseline();
    performanceMetrics = from.performanceMetrics();
    best = from.best();
    scaling = from.scaling();
    resultPath = from.resultPath();
    performanceMetricsS3 = from.performanceMetricsS3();
    reportS3 = from.reportS3();
    outputs = from.outputs();
    datasetIdentity = from.datasetIdentity();
    toPrepare = from.toPrepare();
    specDigest = from.specDigest();
    measuredDigest = from.measuredDigest();
    measuredFields = from.measuredFields();
    judgedDigest = from.judgedDigest();
    starts = from.starts();
    firstStart = from.firstStart();
    rerun = from.rerun();
    orderSeed = from.orderSeed();
    comparisons = from.comparisons();
    bestVariant = from.bestVariant();
    conditions = from.conditions();
  }

  /** Sets that field. */
  public StatusBuilder observedGeneration(Long value) {
    observedGeneration = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder phase(Phase value) {
    phase = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder message(String value) {
    message = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder jobId(String value) {
    jobId = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder startTime(String value) {
    startTime = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder completionTime(String value) {
    completionTime = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder progress(String value) {
    progress = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder pause(Pause value) {
    pause = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder currentNodes(Integer value) {
    currentNodes = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder current(CurrentPod value) {
    current = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder runs(List<RunStatus> value) {
    runs = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder baseline(Baseline value) {
    baseline = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder performanceMetrics(List<PerformanceMetric> value) {
    performanceMetrics = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder best(BestRun value) {
    best = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder scaling(ScalingStatus value) {
    scaling = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder resultPath(String value) {
    resultPath = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder performanceMetricsS3(String value) {
    performanceMetricsS3 = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder reportS3(String value) {
    reportS3 = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder outputs(Map<String, String> value) {
    outputs = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder datasetIdentity(String value) {
    datasetIdentity = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder toPrepare(String value) {
    toPrepare = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder specDigest(String value) {
    specDigest = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder rerun(String value) {
    rerun = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder measuredDigest(String value) {
    measuredDigest = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder measuredFields(Map<String, String> value) {
    measuredFields = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder judgedDigest(String value) {
    judgedDigest = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder firstStart(Integer value) {
    firstStart = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder starts(Integer value) {
    starts = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder orderSeed(Long value) {
    orderSeed = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder comparisons(List<VariantRatio> value) {
    comparisons = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder bestVariant(BestVariant value) {
    bestVariant = value;
    return this;
  }

  /** Sets that field. */
  public StatusBuilder conditions(List<Condition> value) {
    conditions = value;
    return this;
  }

  /** The status. */
  public SparkBenchmarkJobStatus build() {
    return new SparkBenchmarkJobStatus(
        observedGeneration,
        phase,
        message,
        jobId,
        startTime,
        completionTime,
        progress,
        pause,
        currentNodes,
        current,
        runs,
        baseline,
        performanceMetrics,
        best,
        scaling,
        resultPath,
        performanceMetricsS3,
        reportS3,
        outputs,
        datasetIdentity,
        toPrepare,
        specDigest,
        measuredDigest,
        measuredFields,
        judgedDigest,
        starts,
        firstStart,
        rerun,
        orderSeed,
        comparisons,
        bestVariant,
        conditions);
  }
}
