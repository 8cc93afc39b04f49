// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.ApplicationWorkload;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.runner.application.ApplicationFamily;
import dev.sparkbench.runner.descriptive.DescriptiveFamily;
import dev.sparkbench.runner.ml.MlFamily;
import dev.sparkbench.runner.sql.SqlFamily;
import dev.sparkbench.runner.sql.suite.SuiteFamily;
import dev.sparkbench.runner.work.Family;

/** Finds the code for a workload. No other class knows all families. */
final class Families implements Workload.Cases<Family> {

  private Families() {}

  /** The family of a workload. */
  static Family of(Workload workload) {
    return workload.accept(new Families());
  }

  @Override
  public Family tasks(TaskWorkload workload) {
    return workload.type() == JobType.ML ? new MlFamily(workload) : new DescriptiveFamily(workload);
  }

  @Override
  public Family sql(SqlWorkload workload) {
    return new SqlFamily();
  }

  @Override
  public Family suite(SuiteWorkload workload) {
    return new SuiteFamily();
  }

  @Override
  public Family application(ApplicationWorkload workload) {
    return new ApplicationFamily();
  }
}
