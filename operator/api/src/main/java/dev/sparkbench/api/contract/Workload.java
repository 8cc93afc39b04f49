// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.sparkbench.api.catalogue.JobType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to compute. Each family of types has its own record; With {@link Cases}, the compiler
 * reports every place that must handle a new family; with a switch over {@link #type}, every place
 * that must handle a new type.
 */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    include = JsonTypeInfo.As.EXISTING_PROPERTY,
    property = "type",
    visible = true)
@JsonSubTypes({
  @JsonSubTypes.Type(value = TaskWorkload.class, name = "descriptive"),
  @JsonSubTypes.Type(value = TaskWorkload.class, name = "ml"),
  @JsonSubTypes.Type(value = SqlWorkload.class, name = "sql"),
  @JsonSubTypes.Type(value = SuiteWorkload.class, name = "tpch"),
  @JsonSubTypes.Type(value = SuiteWorkload.class, name = "tpcds"),
  @JsonSubTypes.Type(value = ApplicationWorkload.class, name = "application")
})
public sealed interface Workload
    permits TaskWorkload, SqlWorkload, SuiteWorkload, ApplicationWorkload {

  /** The discriminator in manifests and documents. */
  JobType type();

  /** The names of what is computed, as far as they are known without reading the store. */
  @JsonIgnore
  List<String> names();

  /** The declared tables that it reads in addition to the main dataset. */
  @JsonIgnore
  default List<Dataset> furtherDatasets() {
    return List.of();
  }

  /** The format with versions of the tables that it reads; there is at most one such format. */
  default Optional<String> tableFormat(Dataset main) {
    return Stream.concat(Stream.of(main), furtherDatasets().stream())
        .flatMap(dataset -> dataset.tableFormat().stream())
        .findFirst();
  }

  /** Calls the function for this family. */
  <R> R accept(Cases<R> cases);

  /**
   * One function for each family.
   *
   * @param <R> the type of their results
   */
  interface Cases<R> {

    /** Tasks of the catalogue: {@code descriptive} and {@code ml}. */
    R tasks(TaskWorkload workload);

    /** The user's own queries, or the canonical ones: {@code sql}. */
    R sql(SqlWorkload workload);

    /** A standard suite of tables and queries: {@code tpch} and {@code tpcds}. */
    R suite(SuiteWorkload workload);

    /** The user's own program: {@code application}. */
    R application(ApplicationWorkload workload);
  }
}
