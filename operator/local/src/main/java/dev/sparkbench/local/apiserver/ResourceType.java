package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.local.apiserver.schema.StructuralSchema;
import java.util.List;
import java.util.Optional;

/**
 * A type of objects that the server knows.
 *
 * @param group empty for the core group
 * @param version such as {@code v1}
 * @param names what it is called
 * @param namespaced whether its objects lie in namespaces
 * @param statusSubresource whether the status is written apart from the rest; only such types have
 *     a generation
 * @param stored whether its objects are kept; the others are answered when they are created
 * @param custom what its CRD says; empty for Kubernetes' own types
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
   * What a type is called.
   *
   * @param plural in URLs
   * @param kind in manifests
   * @param shortNames for people in a hurry
   * @param categories names of groups of types, such as {@code all}
   */
  record Names(
      String plural,
      String singular,
      String kind,
      List<String> shortNames,
      List<String> categories) {}

  /**
   * What a CRD says of a type.
   *
   * @param schema the schema, compiled
   * @param openApi the schema as it is written
   * @param columns what lists of the type show
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
