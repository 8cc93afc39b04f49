package dev.sparkbench.runner.explain;

import static dev.sparkbench.api.scaling.Advice.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.scaling.Change;
import dev.sparkbench.api.scaling.Change.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a report says in the status: what is wrong, what changed, and why efficiency was lost. */
final class Remarks {

  private Remarks() {}

  /** The remarks on the node counts that were measured. */
  static List<String> of(Evidence evidence, List<Integer> measured) {
    List<String> remarks = new ArrayList<>();
    for (int nodes : evidence.disagreeing()) {
      evidence
          .insight(nodes)
          .flatMap(Insight::difference)
          .ifPresent(
              difference ->
                  remarks.add(
                      "the outputs of %s are not the baseline's: %s"
                          .formatted(nodes(nodes), difference)));
    }
    String regressions = changes(evidence, measured);
    if (!regressions.isEmpty()) {
      remarks.add(
          "regression since %s: %s"
              .formatted(evidence.history().orElseThrow().completedAt(), regressions));
    }
    if (!measured.isEmpty()) {
      int most = measured.get(measured.size() - 1);
      evidence
          .insight(most)
          .flatMap(Insight::mainCause)
          .ifPresent(
              cause -> remarks.add("what %s lose is mostly %s".formatted(nodes(most), cause)));
      shown(evidence, most).flatMap(IdleSlots::of).ifPresent(remarks::add);
      shown(evidence, most)
          .map(document -> ComparableOutputs.of(document).leftOut())
          .filter(tasks -> !tasks.isEmpty())
          .ifPresent(tasks -> remarks.add(ComparableOutputs.remark(tasks)));
    }
    return remarks;
  }

  private static Optional<JsonNode> shown(Evidence evidence, int nodes) {
    return Optional.ofNullable(evidence.documents().byNodes().get(nodes))
        .map(TrialDocuments::shown);
  }

  private static String changes(Evidence evidence, List<Integer> measured) {
    return measured.stream()
        .flatMap(
            nodes ->
                evidence
                    .change(nodes)
                    .filter(change -> change.verdict() == Verdict.REGRESSION)
                    .map(change -> nodes(nodes) + " " + percent(change))
                    .stream())
        .collect(Collectors.joining(", "));
  }

  private static String percent(Change change) {
    return String.format(Locale.ROOT, "%+.0f %%", (change.ratio() - 1) * 100);
  }
}
