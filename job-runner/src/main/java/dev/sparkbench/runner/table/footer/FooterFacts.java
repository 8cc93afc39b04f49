package dev.sparkbench.runner.table.footer;

import java.util.List;

/**
 * What a run's document says about the footers of a dataset's objects.
 *
 * @param lookedAt of how many objects the footer was looked at before anything was measured
 * @param objects how many objects there are that are not empty
 * @param remarks in what the objects differ and how they are read as one table; what is left out
 */
public record FooterFacts(int lookedAt, int objects, List<String> remarks) {

  /** Copies the list. */
  public FooterFacts {
    remarks = List.copyOf(remarks);
  }
}
