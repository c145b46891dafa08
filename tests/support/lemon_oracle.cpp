// lemon_oracle.cpp - see lemon_oracle.h.
#include <chrono>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

extern "C" {
#include "lemon_oracle.h"
}

using Graph = lemon::SmartDigraph;
using Simplex = lemon::NetworkSimplex<Graph, int64_t, int64_t>;

static void build(const xn_flow_problem &problem, Graph &graph)
{
    graph.reserveNode(static_cast<int>(problem.n_nodes));
    graph.reserveArc(static_cast<int>(problem.n_arcs));
    for (size_t i = 0; i < problem.n_nodes; i++)
        graph.addNode();
    for (size_t a = 0; a < problem.n_arcs; a++)
        graph.addArc(graph.nodeFromId(static_cast<int>(problem.tail[a])),
                     graph.nodeFromId(static_cast<int>(problem.head[a])));
}

static void load(const xn_flow_problem &problem, const Graph &graph, Simplex &simplex)
{
    Graph::ArcMap<int64_t> cost(graph), upper(graph, simplex.INF);
    Graph::NodeMap<int64_t> supply(graph);
    for (size_t a = 0; a < problem.n_arcs; a++) {
        const Graph::Arc arc = graph.arcFromId(static_cast<int>(a));
        cost[arc] = problem.cost[a];
        if (a < problem.n_bounded)
            upper[arc] = problem.capacity[a];
    }
    for (size_t i = 0; i < problem.n_nodes; i++)
        supply[graph.nodeFromId(static_cast<int>(i))] = problem.supply[i];
    simplex.costMap(cost).upperMap(upper).supplyMap(supply);
}

extern "C" lemon_result lemon_min_cost(const xn_flow_problem *problem, int64_t *ret_cost, double *ret_seconds)
{
    using clock = std::chrono::steady_clock;
    Graph graph;
    build(*problem, graph);
    Simplex simplex(graph);
    load(*problem, graph, simplex);
    const clock::time_point started = clock::now();
    const Simplex::ProblemType type = simplex.run();
    *ret_seconds = std::chrono::duration<double>(clock::now() - started).count();
    if (type != Simplex::OPTIMAL)
        return type == Simplex::INFEASIBLE ? LEMON_INFEASIBLE : LEMON_UNBOUNDED;
    *ret_cost = simplex.totalCost<int64_t>();
    return LEMON_OPTIMAL;
}
