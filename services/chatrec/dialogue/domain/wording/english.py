"""English sentences, several for each occasion; what stands in braces is filled in."""

from typing import Final

__all__ = ["ENGLISH"]

ENGLISH: Final[dict[str, tuple[str, ...]]] = {
    "greet": (
        "Hello! I can help you find {kinds}. What are you looking for?",
        "Hi there! Tell me what you have in mind and I'll look through {kinds} for you.",
        "Hello, nice to have you here. What kind of {kinds} would suit you?",
        "Hi! Say in your own words what you want, and I'll find {kinds} that fit.",
    ),
    "greet_again": ("Hello again! Shall we go on?", "Hi! I'm still here. What next?", "Hello! Where were we?"),
    "heard": ("Got it: {what}. ", "All right, {what}. ", "Noted: {what}. ", "{what}, understood. "),
    "heard_correction": (
        "Sorry, my mistake: {what}. ",
        "Thanks for putting me right: {what}. ",
        "I've changed that to {what}. ",
    ),
    "heard_undo": ("That's undone. ", "I've taken the last step back. ", "All right, as it was before. "),
    "heard_topic": ("Over to {kind}, then. ", "Now for {kind}. ", "Let's look at {kind}. "),
    "heard_reject": ("Understood, that's out. ", "Fine, I won't bring that up again. ", "Okay, not that. "),
    "heard_reject_all": (
        "Understood, none of those. ",
        "Fine, I won't bring those up again. ",
        "Okay, those are out. ",
    ),
    "heard_unknown": (
        "I have nothing called “{name}”; this comes nearest. ",
        "“{name}” isn't in my catalogue, but have a look at this. ",
        "I don't know “{name}”; here's what I do have. ",
    ),
    "heard_unread": (
        "Nothing here records “{name}”, so I couldn't go by that. ",
        "I have no data on “{name}”, so that part I have to leave aside. ",
        "My catalogue says nothing about “{name}”; I left that out. ",
    ),
    "heard_unmet": (
        "None of these has it, though: {what}. ",
        "I found nothing with {what}; these come nearest. ",
        "There is none with {what} among what fits. ",
    ),
    "unread_question": (
        "I have nothing on record about that. ",
        "That isn't in what I know of it. ",
        "I can't tell: nothing here records that. ",
    ),
    "taken": ("{name} it is. ", "Good choice, {name}. ", "{name}, then. "),
    "heard_seen": (
        "Good, you know that already. ",
        "Noted, I'll leave out what you know. ",
        "You've had that one, so here's something new. ",
    ),
    "heard_more": ("Here's something different. ", "Some more, then. ", "Of course, let's look further. "),
    "heard_open": ("No preference on {what}, fine. ", "I'll keep {what} open. ", "{what} can be anything, then. "),
    "heard_restart": ("We start afresh. ", "Everything is cleared. ", "A clean slate, then. "),
    "ask_options": (" For example {options}?", " Say, {options}?", " {options}, perhaps?"),
    "ask_number": (
        "What {label} do you have in mind?",
        "Is there a {label} you're aiming for?",
        "Roughly what {label} should it be?",
    ),
    "ask_entity": (
        "Do you have a {label} in mind?",
        "Is there a {label} you'd prefer?",
        "Any {label} you'd like, or want to avoid?",
    ),
    "ask_ordinal": (
        "What level of {label} do you want?",
        "How much does {label} matter to you?",
        "Where should it stand on {label}?",
    ),
    "ask_flag": ("Should it have this: {label}?", "Do you need this: {label}?", "Does this matter to you: {label}?"),
    "ask_date": ("How recent should it be?", "Does it have to be a new one?", "From when should it be?"),
    "ask_kind": ("What kind are you after: {options}?", "Are you looking for {options}?", "Shall I look at {options}?"),
    "ask_open": (
        "What matters most to you?",
        "Can you tell me a little more about what you want?",
        "What should it be like?",
    ),
    "recommend": (
        "My first pick is {name}: {reason}.",
        "I'd go for {name}: {reason}.",
        "{name} should suit you: {reason}.",
        "Have a look at {name}: {reason}.",
        "How about {name}? In short: {reason}.",
    ),
    "recommend_plain": (
        "My first pick is {name}.",
        "How about {name}?",
        "Have a look at {name}.",
        "{name} may be worth a look.",
        "You could try {name}.",
    ),
    "recommend_rest": (
        " Also worth a look: {names}.",
        " Close behind: {names}.",
        " Other good ones: {names}.",
        " You may like {names}, too.",
    ),
    "recommend_none": (
        "There's nothing new left that fits. Shall I loosen one of your wishes?",
        "I've shown everything that fits. What could we change?",
        "Nothing further fits. Which wish could you do without?",
    ),
    "fact": ("{name}: {facts}.", "About {name}: {facts}.", "Here's what I know of {name}: {facts}."),
    "unknown": (
        "The catalogue doesn't say what the {label} of {name} is.",
        "I don't know the {label} of {name}; it isn't recorded.",
        "For {name}, no {label} is recorded.",
    ),
    "unknown_flag": (
        "The catalogue doesn't say about {name}: {label}.",
        "For {name} that isn't recorded: {label}.",
        "I can't tell for {name}, it isn't recorded: {label}.",
    ),
    "no_answer": (
        "I have no answer to that, and I won't guess. A colleague can help; just ask for a person.",
        "That isn't among the answers I have. Shall I put you through to a person?",
        "I don't know that one, sorry. I can hand you over to somebody who does.",
    ),
    "no_item": (
        "Which one do you mean? Give me its name or number.",
        "I'm not sure which one you mean. Could you name it?",
        "Which of them? A number or a name will do.",
    ),
    "describe": ("{name}. {text} {facts}", "About {name}: {text} {facts}", "Here's {name}. {text} {facts}"),
    "describe_facts": ("Key facts: {facts}.", "In figures: {facts}.", "In short: {facts}."),
    "unavailable": ("It isn't available at the moment.", "Right now it can't be had.", "At present it's unavailable."),
    "known": (
        "You've turned it down or know it already, so I won't recommend it again.",
        "I leave it out of my suggestions, since you turned it down or know it.",
        "It's on your list of things turned down or known, so I don't suggest it.",
    ),
    "compare": ("Side by side: {rows}.", "Here's how they differ: {rows}.", "The differences: {rows}."),
    "compare_same": (
        "On all that's recorded, {names} are alike.",
        "I find no recorded difference between {names}.",
        "By the facts I have, {names} don't differ.",
    ),
    "compare_few": (
        "I need two things to compare. Which ones do you mean?",
        "Which two shall I compare?",
        "Name two of them and I'll compare them.",
    ),
    "verdict": (
        "By what you told me, {name} fits best.",
        "Going by your wishes, I'd take {name}.",
        "{name} meets more of what you asked for.",
    ),
    "verdict_facet": (
        "On {label}, {name} comes out ahead.",
        "If {label} decides, take {name}.",
        "For {label}, {name} is the better one.",
    ),
    "explain": (
        "I suggested {name} because of this: {reason}.",
        "Why {name}: {reason}.",
        "{name} came up for these reasons: {reason}.",
    ),
    "explain_plain": (
        "Nothing you said leads to {name} through the graph; its description is close to your words, or it is popular.",
        "{name} has no link in the graph to what you said: it came up by its description or popularity.",
        "No recorded fact connects {name} with your wishes; its description and popularity brought it up.",
    ),
    "explain_none": (
        "I haven't suggested anything yet that I could explain.",
        "There's nothing to explain yet; shall I suggest something?",
        "Let me suggest something first, then I'll tell you why.",
    ),
    "clarify_options": (
        "Which one do you mean: {options}?",
        "There are several by that name: {options}. Which one?",
        "Do you mean {options}?",
    ),
    "clarify_answers": (
        "I'm not sure what you mean. Is it about {options}?",
        "Which comes closest: {options}?",
        "Is one of these your question: {options}?",
    ),
    "clarify_answer": ("Is your question {options}?", "Do you mean {options}?", "Is it about {options}?"),
    "clarify_unknown": (
        "I don't know “{name}”. Can you describe what it's like?",
        "“{name}” isn't in my catalogue. What is it that you like about it?",
        "I can't find “{name}”. Tell me what it's like and I'll look for something close.",
    ),
    "clarify": (
        "I didn't quite get that. Could you put it another way?",
        "Sorry, I don't follow. What would you like?",
        "Could you say that in other words?",
    ),
    "relax": (
        "Nothing meets all of that; the hard part is {what}. Shall I loosen it? Nearest: {items}.",
        "With {what} there's nothing left. Would you give that up? These come closest: {items}.",
        "No match, because of {what}. The nearest are {items}. May I let that go?",
    ),
    "relax_none": (
        "Nothing meets all of that; the hard part is {what}. Shall I let it go?",
        "With {what} there's nothing left. Would you give that up?",
        "No match, because of {what}. May I loosen that?",
    ),
    "relax_plain": (
        "Nothing meets all of that. Which of your conditions could go?",
        "All of that together leaves nothing. What could we loosen?",
        "No match for everything. What matters least?",
    ),
    "refuse": (
        "That's outside what I can help with. I'm good for {kinds}.",
        "I can't help with that, but I can find you {kinds}.",
        "That's not my field; {kinds} are. What would you like?",
    ),
    "hand_over": (
        "I'll hand you over to a colleague. So far: {summary}.",
        "A person will take over from here. My notes for them: {summary}.",
        "I'm passing you on to a human colleague, with this summary: {summary}.",
    ),
    "hand_over_plain": (
        "I'll hand you over to a colleague.",
        "A person will take over from here.",
        "I'm passing you on to a human colleague.",
    ),
    "chat_thanks": (
        "You're welcome! Anything else?",
        "My pleasure. Shall we look further?",
        "Glad to help. What next?",
    ),
    "chat_accept": (
        "Good choice: {name}. Anything else I can find for you?",
        "{name} it is. Shall I look for something to go on with?",
        "Great, {name}. Tell me if you want to see more.",
    ),
    "chat_small": (
        "I'm a recommender, so suggestions are what I do best. Shall we look at {kinds}?",
        "That's kind of you to ask. I'm at my best with {kinds}; what would you like?",
        "I'm only software, but I know my {kinds}. What are you in the mood for?",
    ),
    "chat_yes": ("Good. What else should I know?", "Fine. What shall we look at next?", "All right. Anything to add?"),
    "chat_no": (
        "All right. What would you like instead?",
        "Okay. Tell me what to change.",
        "No problem. What should be different?",
    ),
    "plan": ("I'd take them in this order:", "A good order:", "Step by step:", "This is how I'd go about it:"),
    "plan_days": (
        "Here's a plan for {days}:",
        "This is how I'd spend {days}:",
        "{days}, laid out:",
        "How about this for {days}:",
    ),
    "plan_sum": ("In all: {sums}.", "That makes {sums}.", "Altogether {sums}."),
    "plan_beyond": ("{names} did not fit. ", "There was no room for {names}. ", "I had to leave out {names}. "),
    "plan_brought": (
        "It takes for granted: {names}.",
        "You should bring along: {names}.",
        "Nothing I have covers {names}, which it builds on.",
    ),
    "goodbye": ("Goodbye, and enjoy!", "Bye! Come back any time.", "Take care. See you next time."),
}
