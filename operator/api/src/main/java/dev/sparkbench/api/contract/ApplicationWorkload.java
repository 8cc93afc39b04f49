// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import java.util.List;

/**
 * The user's own program.
 *
 * @param type always {@code application}
 * @param mainClass the class with {@code public static void main(String[])}
 * @param jar {@code s3://bucket/key}, or {@code local:///path} inside the image; null if the class
 *     is on the image's class path
 * @param jars further jars, in the form of {@code jar}
 * @param arguments the arguments of {@code main}, with placeholders such as {@code $(dataset)}
 * @param repeatable whether {@code main} can be called more than once in a JVM
 * @param compare folders and objects below {@code $(scratch)} whose content must be the same at
 *     every node count
 * @param tables the declared tables that it reads in addition to the dataset: {@code $(table.NAME)}
 *     in an argument is the address of one, and their data must be the same in all runs
 */
public record ApplicationWorkload(
    JobType type,
    String mainClass,
    String jar,
    List<String> jars,
    List<String> arguments,
    boolean repeatable,
    List<String> compare,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NamedTable> tables)
    implements Workload {

  /** Copies the lists; null is empty. */
  public ApplicationWorkload {
    jars = jars == null ? List.of() : List.copyOf(jars);
    arguments = arguments == null ? List.of() : List.copyOf(arguments);
    compare = compare == null ? List.of() : List.copyOf(compare);
    tables = tables == null ? List.of() : List.copyOf(tables);
  }

  @Override
  public List<String> names() {
    return List.of(mainClass);
  }

  @Override
  public List<Dataset> furtherDatasets() {
    return tables.stream().map(NamedTable::dataset).toList();
  }

  @Override
  public <R> R accept(Cases<R> cases) {
    return cases.application(this);
  }
}
