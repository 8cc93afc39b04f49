// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import dev.sparkbench.api.contract.Regression;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.contract.TimeSpent;
import dev.sparkbench.api.scaling.Change;
import dev.sparkbench.api.scaling.Costs;
import dev.sparkbench.api.scaling.OneJob;
import dev.sparkbench.api.scaling.ScalingTable;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that a report knows in addition to the samples.
 *
 * @param documents what the runs wrote
 * @param parts the times of the parts of the work
 * @param nodeCounts conclusions from these, by nodes
 * @param history how it compares with the last benchmark of the same job
 * @param prediction the times of node counts that were not measured; empty if the runs left nothing
 *     to predict them by
 */
public record ReportFacts(
    RunDocuments documents,
    PartTables parts,
    SortedMap<Integer, NodeCountFacts> nodeCounts,
    Optional<History> history,
    Optional<PredictedNodes> prediction) {

  /** Reads and compares what the runs wrote. */
  public static ReportFacts of(
      ReportRequest request,
      ScalingTable table,
      RunDocuments documents,
      Optional<History> history) {
    Comparing comparison = request.workload().accept(new Comparisons());
    return new ReportFacts(
        documents,
        PartTables.of(documents, table),
        table
            .baseline()
            .map(base -> NodeCountFacts.of(documents.byNodes(), table, comparison))
            .orElseGet(TreeMap::new),
        history,
        PredictedNodes.of(documents, table, request.goal()));
  }

  /** The facts about a node count. */
  public Optional<NodeCountFacts> nodeCount(int nodes) {
    return Optional.ofNullable(nodeCounts.get(nodes));
  }

  /** The time and cost of a job that does the work once with a node count; empty if unknown. */
  public Optional<OneJob> job(RunResult run) {
    TimeSpent spent = run.spent();
    TrialDocuments trials = documents.byNodes().get(run.nodes());
    // With a cache, the first pass does not read from the store.
    if (spent == null || trials == null || spent.cacheSec() > 0) {
      return Optional.empty();
    }
    double each = 1.0 / run.trials();
    return Optional.of(
        OneJob.of(
            run.nodes(),
            each * (spent.podSec() + spent.jvmSec() + spent.checkSec()),
            each * (spent.sessionSec() + spent.executorsSec() + spent.schemaSec()),
            trials.firstPass(),
            each * (spent.uploadSec() + spent.endSec())));
  }

  /** The times of the phases of tasks with a node count; empty if tasks have no phases. */
  public Optional<PhaseTimes> phases(int nodes) {
    return Optional.ofNullable(documents.byNodes().get(nodes)).flatMap(PhaseTimes::of);
  }

  /** The change of a node count compared with the last benchmark. */
  public Optional<Change> change(int nodes) {
    return history
        .flatMap(History::comparison)
        .flatMap(comparison -> Optional.ofNullable(comparison.changes().get(nodes)));
  }

  /** The node counts whose outputs differ from the baseline's. */
  public List<Integer> disagreeing() {
    return nodeCounts.entrySet().stream()
        .filter(entry -> entry.getValue().difference().isPresent())
        .map(entry -> entry.getKey())
        .toList();
  }

  /** Whether this benchmark is slower than the last one. */
  public Regression regression() {
    return Regressions.of(history);
  }

  /** The remarks for people, most important first. */
  public List<Remark> remarks(ScalingTable table, Costs costs) {
    return Stream.concat(
            Remarks.of(this, table).stream(), costs.remarks().stream().map(Remark::warning))
        .toList();
  }
}
