// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.RequestText;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.S3Uri;

/** Reads requests, and checks that they contain everything that the commands rely on. */
final class Requests {

  private Requests() {}

  /**
   * Reads the request of the command {@code run}.
   *
   * @throws IllegalArgumentException if it is malformed or incomplete
   */
  static RunRequest run(String value) {
    RunRequest request = Contract.read(RequestText.json(value), RunRequest.class);
    require("jobId", request.jobId());
    require("workload", request.workload());
    require("dataset", request.dataset());
    require("dataset.uri", request.dataset().uri());
    require("storage", request.storage());
    require("output", request.output());
    require("executors", request.executors());
    S3Uri.parse(request.dataset().uri());
    S3Uri.parse(request.output());
    if (request.dataset().schemaFrom() != null) {
      S3Uri.parse(request.dataset().schemaFrom());
    }
    if (request.measurement().iterations() < 1
        || request.measurement().iterations() > RunReport.MAX_SAMPLES) {
      throw new IllegalArgumentException(
          "iterations is %d; it must be from 1 to %d"
              .formatted(request.measurement().iterations(), RunReport.MAX_SAMPLES));
    }
    return request;
  }

  /**
   * Reads the request of the command {@code report}.
   *
   * @throws IllegalArgumentException if it is malformed or incomplete
   */
  static ReportRequest report(String value) {
    ReportRequest request = Contract.read(RequestText.json(value), ReportRequest.class);
    require("jobId", request.jobId());
    require("workload", request.workload());
    require("workload.type", request.workload().type());
    require("storage", request.storage());
    require("outputPrefix", request.outputPrefix());
    S3Uri.parse(request.outputPrefix());
    return request;
  }

  private static void require(String field, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
  }
}
