package dev.sparkbench.runner.explain;

import static dev.sparkbench.api.scaling.Figures.nodes;

import dev.sparkbench.api.scaling.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a report says in the status: what is wrong, what the machines were, what changed, and why
 * efficiency was lost. The status has room for the first few.
 */
final class Remarks {

  private Remarks() {}

  /** The remarks on the node counts that were measured. */
  static List<Remark> of(Evidence evidence, List<Integer> measured) {
    List<Remark> remarks = new ArrayList<>();
    for (int nodes : evidence.disagreeing()) {
      evidence
          .insight(nodes)
          .flatMap(Insight::difference)
          .ifPresent(
              difference ->
                  remarks.add(
                      Remark.warning(
                          "the outputs of %s are not the baseline's: %s"
                              .formatted(nodes(nodes), difference))));
    }
    MachineRemarks.of(evidence.documents().byNodes()).stream()
        .map(Remark::warning)
        .forEach(remarks::add);
    List<Integer> others = evidence.documents().otherwiseConfigured();
    if (!others.isEmpty()) {
      remarks.add(
          Remark.warning(
              "runs with %s were configured otherwise than the first one"
                  .formatted(
                      others.stream().map(Figures::nodes).collect(Collectors.joining(", ")))));
    }
    if (Boolean.TRUE.equals(evidence.regression().slower())) {
      remarks.add(Remark.warning(evidence.regression().message()));
    }
    OverheadRemarks.of(evidence.documents().byNodes()).stream()
        .map(Remark::warning)
        .forEach(remarks::add);
    if (!measured.isEmpty()) {
      int most = measured.get(measured.size() - 1);
      evidence
          .insight(most)
          .flatMap(Insight::mainCause)
          .ifPresent(
              cause ->
                  remarks.add(
                      Remark.note("what %s lose is mostly %s".formatted(nodes(most), cause))));
    }
    return remarks;
  }
}
