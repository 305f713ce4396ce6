const below = (node, name) =>
  (node.children ?? []).flatMap((child) => (child.tagName === name ? [child] : below(child, name)));

/** Says in each cell of a table what its column is: on a phone, cells lie below one another. */
export const cellLabels = {
  name: 'cell-labels',
  element: {
    filter: ['table'],
    visit: (table, context) => {
      const labels = below(table, 'th').map((head) => context.textContent(head));
      for (const row of below(table, 'tr'))
        for (const [column, cell] of below(row, 'td').entries())
          context.setProperty(cell, 'dataLabel', labels[column]);
    },
  },
};
