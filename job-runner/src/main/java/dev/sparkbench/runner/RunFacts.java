// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import dev.sparkbench.api.contract.InstanceTypes;
import dev.sparkbench.api.contract.Phases;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.scaling.SampleSummary;
import dev.sparkbench.runner.cluster.PinnedProperties;
import dev.sparkbench.runner.cluster.Session;
import dev.sparkbench.runner.cluster.SettingsCheck;
import dev.sparkbench.runner.machine.ExecutorWatch;
import dev.sparkbench.runner.machine.Machine;
import dev.sparkbench.runner.measurement.Iterations;
import dev.sparkbench.runner.measurement.PartFacts;
import dev.sparkbench.runner.measurement.ReplayFacts;
import dev.sparkbench.runner.measurement.RunMetrics;
import dev.sparkbench.runner.measurement.Warmup;
import dev.sparkbench.runner.result.Configuration;
import dev.sparkbench.runner.result.Environment;
import dev.sparkbench.runner.result.RunDocument;
import dev.sparkbench.runner.result.RunDocumentBuilder;
import dev.sparkbench.runner.work.Result;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * The results of a run.
 *
 * @param tables what was read, the request's dataset first
 * @param identity a digest of what was read, to compare with other runs
 * @param facts what else the work depends on
 * @param warmup the passes that do not count
 * @param iterations the measured passes, and what was computed
 * @param hosts the address of each executor
 * @param machines what the executors run on, as far as that is known
 * @param finishedAt when measuring ended
 */
record RunFacts(
    List<ReadTable> tables,
    String identity,
    Map<String, String> facts,
    Warmup.Outcome warmup,
    Iterations iterations,
    List<String> hosts,
    List<Machine> machines,
    Instant finishedAt) {

  /** The text of the run's document. */
  String document(RunRequest request, Session session, Phases phases) {
    Result result = iterations.result();
    SparkSession spark = session.spark();
    Map<String, String> pins = pinsInForce(request, spark);
    Optional<String> image = session.imageId();
    ExecutorWatch watch = ExecutorWatch.of(spark.sparkContext());
    watch.settle(finishedAt);
    return RunDocumentBuilder.builder()
        .version(RunDocument.VERSION)
        .jobId(request.jobId())
        .nodes(request.nodes())
        .trial(request.trial())
        .attempt(request.attempt())
        .finishedAt(finishedAt.truncatedTo(ChronoUnit.SECONDS).toString())
        .type(request.workload().type().wireName())
        .tasks(names(request))
        .dataset(dataset())
        .tables(furtherTables())
        .outputs(result.outputs())
        .remarks(remarks(request, result))
        .timing(timing())
        .phases(
            new RunDocument.PhaseSeconds(
                phases.jvm(),
                phases.check(),
                phases.session(),
                phases.executors(),
                phases.schema(),
                phases.cache(),
                phases.warmups(),
                phases.iterations()))
        .executors(executors(request))
        .metrics(RunMetrics.of(iterations, request.nodes() * request.executors().cores(), watch))
        .pins(pins)
        .environment(Environment.of(spark, request.executors().image(), image))
        .configuration(
            Configuration.of(
                request,
                identity,
                String.valueOf(dataset().schema()),
                facts,
                pins,
                image.orElse(request.executors().image())))
        .partitions(request.measurement().partitions())
        .replay(ReplayFacts.of(iterations))
        .build()
        .toJson();
  }

  private List<String> remarks(RunRequest request, Result result) {
    List<String> remarks = new ArrayList<>(SettingsCheck.remarks(request));
    tables.stream().flatMap(table -> table.remark().stream()).forEach(remarks::add);
    remarks.addAll(result.remarks());
    return remarks;
  }

  /** How many executors ran on which instance type. */
  Map<String, Integer> instanceTypes() {
    return InstanceTypes.count(machines.stream().map(Machine::instanceType));
  }

  /** The parts that were measured, or the tasks if everything was measured as one part. */
  private List<String> names(RunRequest request) {
    List<String> parts = iterations.all().get(0).parts().stream().map(PartFacts::name).toList();
    return parts.isEmpty() ? request.workload().names() : parts;
  }

  private RunDocument.DatasetFacts dataset() {
    OptionalLong rows = iterations.result().rows();
    return tables.get(0).facts(rows.isPresent() ? rows.getAsLong() : null);
  }

  private Map<String, RunDocument.DatasetFacts> furtherTables() {
    Map<String, RunDocument.DatasetFacts> further = new LinkedHashMap<>();
    tables.stream()
        .skip(1)
        .forEach(table -> further.put(table.found().table().name(), table.facts(null)));
    return further;
  }

  private RunDocument.Timing timing() {
    SampleSummary summary = SampleSummary.of(iterations.samples());
    return new RunDocument.Timing(
        summary.median(),
        summary.min(),
        summary.max(),
        iterations.samples(),
        warmup.seconds(),
        warmup.passes().stream().map(Warmup.Pass::cpuSeconds).toList(),
        warmup.warm(iterations.executorsLost() == 0 ? iterations.samples() : List.of()));
  }

  private RunDocument.ExecutorFacts executors(RunRequest request) {
    return new RunDocument.ExecutorFacts(
        request.executors().cores(),
        request.executors().memoryMiB(),
        request.executors().limitCpu(),
        hosts.size(),
        iterations.executorsLost(),
        hosts,
        machines);
  }

  /**
   * Read back from Spark, so that the document has the values in force rather than the requested
   * ones.
   */
  private Map<String, String> pinsInForce(RunRequest request, SparkSession spark) {
    Map<String, String> pins = new TreeMap<>(PinnedProperties.of(request));
    pins.putAll(
        PinnedProperties.ofDataset(request, tables.stream().mapToLong(ReadTable::bytes).sum()));
    pins.replaceAll((name, value) -> spark.conf().get(name, ""));
    return pins;
  }
}
