// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver.schema;

/**
 * A field's path, which is converted to text only when it is needed.
 *
 * @param parent null for the whole object
 * @param step a name, or an index in brackets
 */
record FieldPath(FieldPath parent, String step) {

  static final FieldPath WHOLE = new FieldPath(null, "");

  FieldPath field(String name) {
    return new FieldPath(this, name);
  }

  FieldPath item(int index) {
    return new FieldPath(this, "[" + index + "]");
  }

  /** Such as {@code spec.nodeList[1]}; empty for the whole object. */
  @Override
  public String toString() {
    if (parent == null) {
      return "";
    }
    String dot = parent.parent == null || step.startsWith("[") ? "" : ".";
    return parent + dot + step;
  }
}
