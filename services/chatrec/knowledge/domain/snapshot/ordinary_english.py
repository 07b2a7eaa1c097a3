"""What people say to a shop or a guide on any day, in English: see `ordinary_talk`."""

from typing import Final

__all__ = ["ENGLISH"]

ENGLISH: Final = """
I want to buy a new one
I am looking for something
can you recommend something good
show me what you have
what do you recommend
I'd like to see some options
do you have any laptops
I want a laptop under 500
I need headphones, at most 100 euros
something between 200 and 300
my budget is about 1000
a phone for less than 2000
find me a cheap tablet
I'm looking for a film tonight
recommend me a movie
I feel like watching a comedy
any good thrillers from the nineties
a film with Tom Hanks
something directed by Nolan
not a horror film
no subtitles please
I liked Inception, what else is there
something like The Matrix
a hotel in the centre
is there a restaurant nearby
I want noodles
a course in Python
a novel to read on the train
find me a yoga class
I need a dentist
a cream for dry skin
vitamins for the winter
tea for a cold
something for a sore throat
a cough syrup without sugar
plasters for a small cut
something for a mild headache
a cushion for my neck
a tea that helps me sleep
my nose is running a little
do you have it in red
I prefer black
made in Germany
only Sony
anything but Apple
not that brand
I'd rather have a lighter one
cheaper please
something cheaper
that's too expensive
a bit bigger
smaller than that
anything newer
with a better camera
with more memory
the battery should last longer
higher quality
a less sweet one
something else
show me more
what else have you got
none of these
I don't like it
I don't like the second one
not my thing
I've seen that already
the first one looks good
I'll take it
I'll take the second
the red one please
sounds good
that one is nice
perfect, thank you
how much is it
how much does the first one cost
how heavy is it
how long is the film
who directed it
who is in it
what colour is it
does it have a big screen
is it waterproof
is it any good
which one is better
compare the first two
what is the difference between them
why did you pick this one
tell me more about it
what is it made of
when was it made
I don't mind
I don't care about the brand
it doesn't matter
no preference
whatever you think
up to you
yes
no
yes please
no thanks
okay
hi
hello there
good morning
thanks a lot
bye
see you later
how are you
what can you do
who are you
are you a robot
tell me a joke
what's the weather like
you are funny
that was quick
wait a moment
never mind
go back
start over
forget what I said
actually, make that 300
let's talk about something else
I changed my mind, a tablet instead
I said phones, not tablets
what?
I don't understand
say that again
let me think about it
I'm bored
I'm tired today
I am so hungry I could eat a horse
I'm dying to try it
these prices kill me
this is a killer deal
my wallet is bleeding
my old phone is dead
my battery died
my laptop crashed again
the screen of my old one is broken
I can't decide
I can't stop laughing
that film blew my mind
it broke my heart
it takes my breath away
a breathtaking view
I nearly fainted when I saw the price
a heart-shaped box
a chest of drawers
a chest strap
the box of tea is empty
my cupboard is empty
I had a long day at work
I sleep badly
I have a bit of a cold
my back is stiff from sitting
I drink too much coffee
I'm out of sugar
it is cold outside
something warm for cold feet
a fresh one, please
something refreshing
I want a strong one
a mild one
not too bitter
without caffeine
in the morning
tonight
this weekend
two of them
just one
the last one
the one you showed before
do you sell popcorn
do you have anything in blue
have you got gift boxes
is there a sequel
is there a bigger version
are there any new ones
which is the most popular
which is the cheapest
the lightest you have
the best you have
give me your top three
surprise me
I have no idea
what would you take
what do others buy
I have a runny nose and a light cough
my eyes are dry from the screen
my hands are chapped
I got sunburnt a little at the beach
a blister on my heel
I stubbed my toe
a mosquito bite that itches
my knees creak when I climb stairs
I get hiccups after lunch
I feel sluggish after meals
a bit bloated after dinner
I want to lose some weight
I want to quit smoking
I have an allergy to nuts, what can I eat
is it suitable for children
can pregnant women use it
is it safe with my blood pressure pills
how many tablets a day
how often may I take it
does it make me sleepy
what are the side effects
a thermometer
a pill box for the week
a hot water bottle
something for the medicine cabinet
a mask against dust
an air purifier for easier breathing
a book about the human heart
a show about doctors in an emergency room
a film with a lot of blood
a story about a poisoner
a game where you die a lot
my heart beats faster when I see it
I'm short of money this month
I am short of time
I ran out of breath on the stairs, I should do more sport
my plant is dying
my dog ate my socks
my phone fell into the water
my phone burns through its battery
the charger gets hot
I shot a video with it
a shot of espresso
the bleeding edge of technology
a blood red one
a poison green colour
I collapsed on the sofa with a film
I fell for that colour
she fell in love with it
what a pain to choose
it is a pain to set up
I can finally breathe now that the exams are over
I slept like a stone
wake me up when it is on sale
I am burning to know
it's urgent, I need it by Friday
help me choose
I need help with this
a stuffy nose
a scratchy throat in the morning
my legs are sore from the gym
stiff after jogging
I puffed up the hill, what a workout
pollen makes me sneeze
mild heartburn now and then
my tummy rumbles
teeth whitening
something for dry lips
blood type test
a blood sugar meter
blood pudding
a book on first aid
a breathing trainer for singers
it is bad for my breath
it tastes so good I could die
the box came damaged
it fell off the table and broke
I cut my own hair
my eyes water when I chop onions
I get cold feet about buying it
my head is spinning from all these options
I blacked out the dates in my calendar
the power went out
my kid is wild after sweets
the baby sleeps well with it
how old should a child be for it
can I take it with coffee
my mother has high blood pressure, which tea is fine
for my heart, something calming
good for the heart and stomach
I care about my health
I had a flu shot
I'm allergic to milk
my daughter is allergic to peanuts, nothing with nuts please
he cannot stand the smell of roses
a support for my wrist
I twisted my ankle last month, which shoes are gentle
a small bruise on the knee
compression socks for the flight
a muscle rub for after training
my calves ache from hiking
cough drops
a nose spray for a cold
mouthwash
panting after the stairs again, ha
""".strip()
