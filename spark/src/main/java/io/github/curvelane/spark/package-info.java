/**
 * Objectives over the executors of Apache Spark. On the class path: Spark's jars are no named
 * modules.
 */
@NullMarked
package io.github.curvelane.spark;

import org.jspecify.annotations.NullMarked;
