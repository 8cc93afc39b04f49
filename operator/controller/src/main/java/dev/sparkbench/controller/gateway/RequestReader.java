// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.controller.spec.Allowed;
import dev.sparkbench.controller.spec.JobDefaults;
import dev.sparkbench.controller.spec.Resolution;
import dev.sparkbench.controller.spec.SpecResolver;
import dev.sparkbench.controller.spec.Violation;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a request's body, or reports everything that is wrong with it: according to the schema in
 * the OpenAPI document, and to the operator's own check.
 */
final class RequestReader {

  private final RequestSchema schema = new RequestSchema();
  private final SpecResolver resolver;

  /**
   * Creates a reader.
   *
   * @param bucket the operator's bucket
   */
  RequestReader(Optional<String> bucket) {
    // The bucket is the only one of the operator's defaults that a spec may lack. The API server
    // and the operator decide whether applications are allowed.
    this.resolver =
        new SpecResolver(
            JobDefaults.ofImage("any").withBucket(bucket), Allowed.NOTHING.withApplications());
  }

  /**
   * Reads a request.
   *
   * @throws Refusal with everything that is wrong
   */
  JobRequest read(byte[] body) {
    if (!(parse(body) instanceof ObjectNode request)) {
      throw refusal("the body is not a JSON object");
    }
    List<RequestSchema.Finding> findings = schema.check(request);
    List<Problem> problems = new ArrayList<>();
    Set<FieldPath> unreadable = new LinkedHashSet<>();
    ObjectNode readable = request.deepCopy();
    for (RequestSchema.Finding finding : findings) {
      if (finding.isUnreadable()) {
        FieldPath field = finding.field().withoutIndices();
        unreadable.add(field);
        remove(readable, field);
      }
    }
    Optional<SparkBenchmarkJobSpec> spec = spec(readable);
    List<Violation> violations = spec.map(this::violations).orElse(List.of());
    Set<FieldPath> explained = new LinkedHashSet<>();
    for (Violation violation : violations) {
      FieldPath field = fieldOf(violation);
      if (unreadable.stream().noneMatch(field::startsWith)) {
        explained.add(field);
        problems.add(Problem.ofField(field, request, messageOf(violation)));
      }
    }
    for (RequestSchema.Finding finding : findings) {
      // The operator's check has a better message.
      if (finding.isUnreadable() || !explained.contains(finding.field().withoutIndices())) {
        problems.add(Problem.ofField(finding.field(), request, finding.message()));
      }
    }
    if (!problems.isEmpty()) {
      throw Refusal.badRequest(problems);
    }
    return new JobRequest(spec.orElseThrow());
  }

  private static JsonNode parse(byte[] body) {
    try {
      return Json.MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw refusal(
          "the body is not JSON: %s at line %d, column %d"
              .formatted(
                  e.getOriginalMessage(),
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw refusal("the body is not text: " + e.getMessage());
    }
  }

  private static Refusal refusal(String message) {
    return Refusal.badRequest(List.of(Problem.of(message)));
  }

  private static void remove(ObjectNode request, FieldPath field) {
    if (request.at(field.pointer().head()) instanceof ObjectNode parent) {
      parent.remove(field.pointer().last().getMatchingProperty());
    }
  }

  /** Empty for a number that is too large for Java; the schema reports it. */
  private static Optional<SparkBenchmarkJobSpec> spec(JsonNode request) {
    try {
      return Optional.of(Json.MAPPER.treeToValue(request, SparkBenchmarkJobSpec.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private List<Violation> violations(SparkBenchmarkJobSpec spec) {
    SparkBenchmarkJob job = new SparkBenchmarkJob();
    job.setMetadata(new ObjectMetaBuilder().withName("any").build());
    job.setSpec(spec);
    return resolver.resolve(job) instanceof Resolution.Invalid invalid
        ? invalid.violations()
        : List.of();
  }

  /** A request has no fields for the store, so only a full URI can name another bucket. */
  private static FieldPath fieldOf(Violation violation) {
    return FieldPath.ofResource(isAboutBucket(violation) ? "spec.s3Path" : violation.field());
  }

  private static String messageOf(Violation violation) {
    return isAboutBucket(violation)
        ? "names no bucket, and the operator has no default; give s3://bucket/key"
        : FieldPath.translate(violation.problem());
  }

  private static boolean isAboutBucket(Violation violation) {
    return violation.field().equals("spec.storage.bucket");
  }
}
