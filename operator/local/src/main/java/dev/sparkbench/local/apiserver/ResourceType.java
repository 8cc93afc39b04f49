// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.local.apiserver.schema.StructuralSchema;
import java.util.List;
import java.util.Optional;

/**
 * A type of objects.
 *
 * @param group empty for the core group
 * @param version such as {@code v1}
 * @param names its names
 * @param namespaced whether its objects are in namespaces
 * @param statusSubresource whether there is a status subresource; only such types have a generation
 * @param stored whether its objects are stored; others, such as reviews, are only answered
 * @param custom details of its CRD; empty for Kubernetes' own types
 */
record ResourceType(
    String group,
    String version,
    Names names,
    boolean namespaced,
    boolean statusSubresource,
    boolean stored,
    Optional<Custom> custom) {

  /**
   * The names of a type.
   *
   * @param plural in URLs
   * @param kind in manifests
   * @param shortNames abbreviations
   * @param categories names of groups of types, such as {@code all}
   */
  record Names(
      String plural,
      String singular,
      String kind,
      List<String> shortNames,
      List<String> categories) {}

  /**
   * Details of a type from its CRD.
   *
   * @param schema the schema, compiled
   * @param openApi the schema as written
   * @param columns the columns of lists
   */
  record Custom(StructuralSchema schema, JsonNode openApi, List<Column> columns) {}

  String plural() {
    return names.plural();
  }

  String kind() {
    return names.kind();
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** The path of the URLs of its group and version. */
  String root() {
    return (group.isEmpty() ? "/api/" : "/apis/") + apiVersion();
  }

  /** Plural and group, such as {@code pods} or {@code leases.coordination.k8s.io}. */
  String qualifiedName() {
    return group.isEmpty() ? plural() : plural() + "." + group;
  }

  /** Kind and group, such as {@code Pod} or {@code Lease.coordination.k8s.io}. */
  String qualifiedKind() {
    return group.isEmpty() ? kind() : kind() + "." + group;
  }
}
