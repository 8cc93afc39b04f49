// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.types.DataType;
import scala.Product;
import scala.collection.Iterable;
import scala.collection.JavaConverters;

/**
 * Goes through everything that a plan consists of: its nodes, their expressions, and the plans and
 * expressions in these, wherever a node keeps them. Spark's own ways through a plan leave some of
 * it out, such as the parts of WITH that nothing refers to.
 */
final class PlanWalk {

  /** Is shown each node and each expression once, from the outside in. */
  @FunctionalInterface
  interface Visitor {

    /**
     * Looks at one.
     *
     * @return whether to go on to what it consists of
     */
    boolean visit(TreeNode<?> node);
  }

  private final Visitor visitor;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private PlanWalk(Visitor visitor) {
    this.visitor = visitor;
  }

  /** Shows a plan and all that it consists of. */
  static void through(TreeNode<?> plan, Visitor visitor) {
    new PlanWalk(visitor).go(plan);
  }

  private void go(Object thing) {
    if (thing instanceof DataType || thing instanceof CatalogTable) {
      return;
    }
    if (thing instanceof TreeNode<?> node) {
      if (seen.add(node) && visitor.visit(node)) {
        node.productIterator().foreach(this::goOn);
        node.children().foreach(this::goOn);
      }
    } else if (thing instanceof Iterable<?> many) {
      JavaConverters.asJavaIterable(many).forEach(this::go);
    } else if (thing instanceof Product some && seen.add(thing)) {
      // Options, tuples and small records of Spark's.
      some.productIterator().foreach(this::goOn);
    }
  }

  /** As Scala wants it. */
  private Object goOn(Object thing) {
    go(thing);
    return thing;
  }
}
