package dev.sparkbench.runner.explain;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.scaling.Change;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a report knows beside the samples.
 *
 * @param documents what the runs wrote
 * @param insights what follows from these, by nodes
 * @param history how it compares with the last benchmark of the same job
 */
public record Evidence(
    RunDocuments documents, SortedMap<Integer, Insight> insights, Optional<History> history) {

  /** Compares what the runs wrote. */
  public static Evidence of(
      ReportRequest request,
      ScalingTable table,
      RunDocuments documents,
      Optional<History> history) {
    OutputComparison comparison =
        request.workload().type() == JobType.ML
            ? OutputComparison.MODELS
            : OutputComparison.EXACT_STATISTICS;
    return new Evidence(
        documents,
        table
            .baseline()
            .map(base -> Insight.of(documents.byNodes(), base.nodes(), comparison))
            .orElseGet(TreeMap::new),
        history);
  }

  /** What is known of a node count. */
  public Optional<Insight> insight(int nodes) {
    return Optional.ofNullable(insights.get(nodes));
  }

  /** How a node count changed. */
  public Optional<Change> change(int nodes) {
    return history.flatMap(h -> Optional.ofNullable(h.changes().get(nodes)));
  }

  /** The node counts whose outputs are not the baseline's. */
  public List<Integer> disagreeing() {
    return insights.entrySet().stream()
        .filter(entry -> entry.getValue().difference().isPresent())
        .map(entry -> entry.getKey())
        .toList();
  }

  /** The node counts that are surely slower; empty if there is nothing to compare with. */
  public Optional<List<Integer>> regressed() {
    return history
        .map(History::changes)
        .filter(changes -> !changes.isEmpty())
        .map(
            changes ->
                changes.entrySet().stream()
                    .filter(change -> change.getValue().verdict() == Change.Verdict.REGRESSION)
                    .map(change -> change.getKey())
                    .toList());
  }

  /** What of this people should know, most important first. */
  public List<String> remarks(ScalingTable table) {
    return Remarks.of(this, table.points().stream().map(ScalingPoint::nodes).toList());
  }
}
