//! The tree of a page as the parser builds it: nodes in one list, linked by their numbers.
//!
//! Nothing here goes down a tree by calling itself, nor does dropping it. What the parser does is
//! counted: it walks over all open elements at some tags, so that deep pages cost far more than
//! they have bytes.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, local_name, ns};

/// Nodes of a page; one of a report has 5,000, with all that a site puts around it 10,000.
const MAX_NODES: usize = 400_000;
/// Open elements that the parser looks at, all together; a page takes 200,000.
const MAX_STEPS: usize = 30_000_000;

/// What stands nowhere: comments, and where links end.
const NOWHERE: u32 = 0;
/// The whole page.
pub(super) const PAGE_ROOT: u32 = 1;
/// What stands in templates, which no page shows.
const ASIDE: u32 = 2;

/// The attributes that something is asked of.
const KEPT: [&str; 12] = [
    "alt", "colspan", "content", "height", "hidden", "href", "name", "property", "role", "rowspan",
    "span", "style",
];

/// What a node is.
pub(super) enum NodeSays {
    /// A root, or nothing.
    Nothing,
    /// A text.
    Words(String),
    /// An element.
    Element(PageElement),
}

/// An element: its name in small letters and what its attributes say.
pub(super) struct PageElement {
    pub name: LocalName,
    /// Whether it is one of HTML, not of a drawing or formula.
    pub plain: bool,
    attributes: Vec<Attribute>,
}

impl PageElement {
    /// What an attribute says.
    pub fn says(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|a| &*a.name.local == name)?;
        Some(&found.value)
    }
}

/// A node with its place among the others.
pub(super) struct PageNode {
    pub says: NodeSays,
    parent: u32,
    first: u32,
    last: u32,
    before: u32,
    after: u32,
}

impl PageNode {
    fn element(&self) -> Option<&PageElement> {
        match &self.says {
            NodeSays::Element(element) => Some(element),
            _ => None,
        }
    }
}

/// All nodes of a page.
pub(super) struct PageTree {
    nodes: Vec<PageNode>,
}

impl PageTree {
    fn new() -> Self {
        let mut tree = Self { nodes: Vec::new() };
        for _ in NOWHERE..=ASIDE {
            tree.add(NodeSays::Nothing);
        }
        tree
    }

    fn add(&mut self, says: NodeSays) -> u32 {
        let id = self.nodes.len() as u32;
        self.nodes.push(PageNode {
            says,
            parent: NOWHERE,
            first: NOWHERE,
            last: NOWHERE,
            before: NOWHERE,
            after: NOWHERE,
        });
        id
    }

    fn at(&self, id: u32) -> Option<&PageNode> {
        self.nodes.get(id as usize)
    }

    /// A node that stands somewhere, to be changed.
    fn node(&mut self, id: u32) -> Option<&mut PageNode> {
        if id == NOWHERE {
            return None;
        }
        self.nodes.get_mut(id as usize)
    }

    /// What a node says.
    pub fn says(&self, id: u32) -> &NodeSays {
        self.at(id).map_or(&NodeSays::Nothing, |node| &node.says)
    }

    /// The first node in another.
    pub fn first_in(&self, id: u32) -> Option<u32> {
        let id = self.at(id)?.first;
        (id != NOWHERE).then_some(id)
    }

    /// The node behind another in the same parent.
    pub fn behind(&self, id: u32) -> Option<u32> {
        let id = self.at(id)?.after;
        (id != NOWHERE).then_some(id)
    }

    /// The node in which another stands.
    pub fn around(&self, id: u32) -> Option<u32> {
        let id = self.at(id)?.parent;
        (id != NOWHERE).then_some(id)
    }

    /// The elements of the whole page, as they were made.
    pub fn elements(&self) -> impl Iterator<Item = (u32, &PageElement)> {
        let nodes = self.nodes.iter().enumerate();
        nodes.filter_map(|(id, node)| Some((id as u32, node.element()?)))
    }

    /// Takes a node out of its parent.
    fn take_out(&mut self, id: u32) {
        let Some(node) = self.at(id) else { return };
        let (parent, before, after) = (node.parent, node.before, node.after);
        self.link(before, after);
        if let Some(parent) = self.node(parent) {
            if parent.first == id {
                parent.first = after;
            }
            if parent.last == id {
                parent.last = before;
            }
        }
        self.place(id, NOWHERE, NOWHERE, NOWHERE);
    }

    /// Makes two nodes, of which either may be none, neighbours.
    fn link(&mut self, before: u32, after: u32) {
        if let Some(node) = self.node(before) {
            node.after = after;
        }
        if let Some(node) = self.node(after) {
            node.before = before;
        }
    }

    /// Tells a node where it stands.
    fn place(&mut self, id: u32, parent: u32, before: u32, after: u32) {
        if let Some(node) = self.node(id) {
            (node.parent, node.before, node.after) = (parent, before, after);
        }
    }

    /// Puts a node into a parent, behind `before` and so before what followed that.
    fn put(&mut self, id: u32, parent: u32, before: u32) {
        self.take_out(id);
        let after = if before == NOWHERE {
            self.first_in(parent).unwrap_or(NOWHERE)
        } else {
            self.behind(before).unwrap_or(NOWHERE)
        };
        self.place(id, parent, before, after);
        self.link(before, id);
        self.link(id, after);
        if let Some(parent) = self.node(parent) {
            if before == NOWHERE {
                parent.first = id;
            }
            if after == NOWHERE {
                parent.last = id;
            }
        }
    }

    /// Puts text or a node behind `before` in a parent; text joins the text that stands there.
    fn insert(&mut self, parent: u32, before: u32, new: NodeOrText<NodeHandle>) {
        match new {
            NodeOrText::AppendNode(node) if node.id > ASIDE => self.put(node.id, parent, before),
            NodeOrText::AppendNode(_) => {}
            NodeOrText::AppendText(text) => {
                if let Some(PageNode {
                    says: NodeSays::Words(words),
                    ..
                }) = self.nodes.get_mut(before as usize)
                {
                    words.push_str(&text);
                } else {
                    let id = self.add(NodeSays::Words(text.to_string()));
                    self.put(id, parent, before);
                }
            }
        }
    }
}

/// A node as the parser knows it.
#[derive(Clone)]
pub(super) struct NodeHandle {
    id: u32,
    name: QualName,
}

impl NodeHandle {
    fn unnamed(id: u32) -> Self {
        Self {
            id,
            name: QualName::new(None, ns!(), local_name!("")),
        }
    }
}

/// Takes what the parser finds and builds the tree.
pub(super) struct PageSink {
    tree: RefCell<PageTree>,
    steps: Cell<usize>,
}

impl PageSink {
    pub fn new() -> Self {
        Self {
            tree: RefCell::new(PageTree::new()),
            steps: Cell::new(0),
        }
    }

    /// Whether it is more than any page has.
    pub fn is_full(&self) -> bool {
        self.steps.get() > MAX_STEPS || self.tree.borrow().nodes.len() > MAX_NODES
    }

    /// Counts what the parser does.
    pub fn count(&self, steps: usize) {
        self.steps.set(self.steps.get().saturating_add(steps));
    }
}

impl TreeSink for PageSink {
    type Handle = NodeHandle;
    type Output = PageTree;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> PageTree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeHandle {
        NodeHandle::unnamed(PAGE_ROOT)
    }

    fn elem_name<'a>(&'a self, target: &'a NodeHandle) -> &'a QualName {
        self.count(1);
        &target.name
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> NodeHandle {
        let mut attributes = attrs;
        attributes.retain(|attribute| KEPT.contains(&&*attribute.name.local));
        attributes.shrink_to_fit();
        let (local, plain) = (name.local.clone(), name.ns == ns!(html));
        let element = PageElement {
            name: local,
            plain,
            attributes,
        };
        let id = self.tree.borrow_mut().add(NodeSays::Element(element));
        NodeHandle { id, name }
    }

    fn create_comment(&self, _: StrTendril) -> NodeHandle {
        NodeHandle::unnamed(NOWHERE)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeHandle {
        NodeHandle::unnamed(NOWHERE)
    }

    fn append(&self, parent: &NodeHandle, child: NodeOrText<NodeHandle>) {
        // What programs and styles are written in is no text.
        let hidden = matches!(&*parent.name.local, "script" | "style" | "noscript");
        if hidden && matches!(child, NodeOrText::AppendText(_)) {
            return;
        }
        let mut tree = self.tree.borrow_mut();
        let last = tree.at(parent.id).map_or(NOWHERE, |node| node.last);
        tree.insert(parent.id, last, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeHandle,
        prev_element: &NodeHandle,
        child: NodeOrText<NodeHandle>,
    ) {
        let parent = self.tree.borrow().around(element.id);
        if parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(prev_element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, _: &NodeHandle) -> NodeHandle {
        NodeHandle::unnamed(ASIDE)
    }

    fn same_node(&self, x: &NodeHandle, y: &NodeHandle) -> bool {
        self.count(1);
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeHandle, new_node: NodeOrText<NodeHandle>) {
        let mut tree = self.tree.borrow_mut();
        if let NodeOrText::AppendNode(node) = &new_node {
            if node.id == sibling.id || node.id <= ASIDE {
                return;
            }
            tree.take_out(node.id);
        }
        let Some(node) = tree.at(sibling.id) else {
            return;
        };
        let (parent, before) = (node.parent, node.before);
        tree.insert(parent, before, new_node);
    }

    fn add_attrs_if_missing(&self, _: &NodeHandle, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &NodeHandle) {
        self.tree.borrow_mut().take_out(target.id);
    }

    fn reparent_children(&self, node: &NodeHandle, new_parent: &NodeHandle) {
        let mut tree = self.tree.borrow_mut();
        while let Some(child) = tree.first_in(node.id) {
            self.count(1);
            let last = tree.at(new_parent.id).map_or(NOWHERE, |node| node.last);
            tree.put(child, new_parent.id, last);
        }
    }
}
