/** What an evaluation on a cluster costs beside computing, measured here and simulated beyond. */
package io.github.curvelane.bench.cluster;
