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
 * Visits everything in a plan: its nodes, their expressions, and the plans and expressions in
 * these, in whatever field they are. Spark's own traversals leave out some of it, such as the parts
 * of WITH that nothing refers to.
 */
final class PlanWalk {

  /** Visits each node and each expression once, from the outside in. */
  @FunctionalInterface
  interface Visitor {

    /**
     * Visits a node or an expression.
     *
     * @return whether to visit its parts too
     */
    boolean visit(TreeNode<?> node);
  }

  private final Visitor visitor;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private PlanWalk(Visitor visitor) {
    this.visitor = visitor;
  }

  /** Visits a plan and everything in it. */
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
      // Options, tuples and small records of Spark.
      some.productIterator().foreach(this::goOn);
    }
  }

  /** The function in the form that Scala needs. */
  private Object goOn(Object thing) {
    go(thing);
    return thing;
  }
}
